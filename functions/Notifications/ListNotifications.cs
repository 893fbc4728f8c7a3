using DataAggregator.Core.Notifications;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Notifications;

/// <summary>GET /notifications and /runs/{id}/notifications: who was told what of runs, and what became of it. The address of a webhook is as good as a password, so viewers do not see them.</summary>
public sealed class ListNotifications(INotificationStore notifications, IRunStore runs)
{
    /// <summary>Lists notifications, newest first.</summary>
    [Function("ListNotifications")]
    [RequireRole(Roles.Editor)]
    [Parameter("query", "run_id", "Only those about this run.")]
    [Parameter("query", "pipeline_id", "Only those about runs of this pipeline.")]
    [Parameter("query", "channel", "Only those on this way: `webhook`, `email` or `openlineage`.")]
    [Parameter("query", "status", "Only those that are `pending`, `sent` or `given_up`.")]
    [Answers(200, typeof(PageAnswer<NotificationAnswer>))]
    public Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/notifications")] HttpRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, ["run_id", "pipeline_id", "channel", "status"], Text(request, "run_id"), cancellationToken);

    /// <summary>Lists the notifications about a run, newest first.</summary>
    [Function("ListRunNotifications")]
    [RequireRole(Roles.Editor)]
    [Parameter("query", "channel", "Only those on this way: `webhook`, `email` or `openlineage`.")]
    [Parameter("query", "status", "Only those that are `pending`, `sent` or `given_up`.")]
    [Answers(200, typeof(PageAnswer<NotificationAnswer>))]
    public async Task<IResult> OfRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/notifications")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await runs.FindHeadAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("run", id);
        return await AnswerAsync(request, ["channel", "status"], id, cancellationToken);
    }

    private async Task<IResult> AnswerAsync(HttpRequest request, IReadOnlyList<string> filters, string? runId, CancellationToken cancellationToken)
    {
        var page = request.Page(filters);
        var query = new NotificationQuery { RunId = runId, PipelineId = Text(request, "pipeline_id"), Channel = Text(request, "channel"), Status = Status(Text(request, "status")) };
        var found = await notifications.ListAsync(query, page, cancellationToken);
        return Answers.Ok(new PageAnswer<NotificationAnswer>([.. found.Items.Select(NotificationAnswer.Of)], found.NextCursor));
    }

    private static NotificationStatus? Status(string? word) => word switch
    {
        null => null,
        "pending" => NotificationStatus.Pending,
        "sent" => NotificationStatus.Sent,
        "given_up" => NotificationStatus.GivenUp,
        _ => throw ApiException.Invalid([new("status", $"is '{word}', but must be one of: pending, sent, given_up.")]),
    };

    private static string? Text(HttpRequest request, string name) => request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;
}
