using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.DeadLetters;

/// <summary>GET /dead-letters and GET /dead-letters/{id}: rejected records with the reasons. They hold what the records say, so they are not for viewers.</summary>
public sealed class ListDeadLetters(IDeadLetterStore letters)
{
    /// <summary>Lists dead letters, newest first.</summary>
    [Function("ListDeadLetters")]
    [RequireRole(Roles.Editor)]
    [Parameter("query", "pipeline_id", "Only those of this pipeline.")]
    [Parameter("query", "run_id", "Only those that this run rejected.")]
    [Parameter("query", "replay_run_id", "Only those that this run replays or has replayed.")]
    [Parameter("query", "claimed", "`true` for those that a replay holds (with `replay_run_id`, that this very run holds), `false` for the others.")]
    [Parameter("query", "code", "Only those with this code, such as `invalid_email`.")]
    [Parameter("query", "step", "Only those of this step, such as `transformations[2]` or `destination`.")]
    [Parameter("query", "status", "Only those that are `open`, `replayed` or `discarded`.")]
    [Answers(200, typeof(PageAnswer<DeadLetterAnswer>))]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dead-letters")] HttpRequest request, CancellationToken cancellationToken)
    {
        var page = request.Page("pipeline_id", "run_id", "replay_run_id", "claimed", "code", "step", "status");
        var query = new DeadLetterQuery
        {
            PipelineId = Text("pipeline_id"),
            RunId = Text("run_id"),
            ReplayRunId = Text("replay_run_id"),
            Claimed = Flag(Text("claimed")),
            Code = Text("code"),
            Step = Text("step"),
            Status = Status(Text("status")),
            Text = page.Query,
        };
        var found = await letters.ListAsync(query, page, cancellationToken);
        return Answers.Ok(new PageAnswer<DeadLetterAnswer>([.. found.Items.Select(DeadLetterAnswer.Of)], found.NextCursor));

        string? Text(string name) => request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;
    }

    /// <summary>A dead letter.</summary>
    [Function("GetDeadLetter")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(DeadLetterAnswer))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/dead-letters/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var letter = await letters.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("dead letter", id);
        return Answers.Ok(request.HttpContext.Response, DeadLetterAnswer.Of(letter), letter.Version);
    }

    private static bool? Flag(string? word)
    {
        if (word is null)
            return null;
        return bool.TryParse(word, out var flag) ? flag : throw ApiException.Invalid([new("claimed", $"is '{word}', but must be true or false.")]);
    }

    private static DeadLetterStatus? Status(string? word)
    {
        if (word is null)
            return null;
        if (Enum.TryParse<DeadLetterStatus>(word, ignoreCase: true, out var status) && Enum.IsDefined(status))
            return status;
        throw ApiException.Invalid([new("status", $"is '{word}', but must be one of: open, replayed, discarded.")]);
    }
}
