using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>GET /runs/{id}/rejected: the records that a run rejected, as read, each with the reasons.</summary>
public sealed class ListRejected(IRunStore runs)
{
    /// <summary>Lists the records that a run rejected, in source order. Payloads are not for viewers.</summary>
    [Function("ListRejected")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(PageAnswer<RejectedAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/rejected")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await runs.FindHeadAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("run", id);
        var page = await runs.ListRejectedAsync(id, request.Page(), cancellationToken);
        return Answers.Ok(new PageAnswer<RejectedAnswer>([.. page.Items.Select(RejectedAnswer.Of)], page.NextCursor));
    }
}
