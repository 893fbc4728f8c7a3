using DataAggregator.Core.Backfills;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Backfills;

/// <summary>POST /pipelines/{id}/backfills/{backfill id}/cancel: no further chunk begins, and those at work are cancelled.</summary>
public sealed class CancelBackfill(IBackfillStore backfills)
{
    /// <summary>Asks a backfill to stop; 409 when it has ended.</summary>
    [Function("CancelBackfill")]
    [RequireRole(Roles.Editor)]
    [Answers(202, typeof(BackfillAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/{id}/backfills/{backfill}/cancel")] HttpRequest request, string id, string backfill, CancellationToken cancellationToken)
    {
        var found = await ListBackfills.FindAsync(backfills, id, backfill, cancellationToken);
        if (!await backfills.RequestCancelAsync(backfill, cancellationToken))
            throw new ApiException(409, "conflict", $"The backfill has ended already as '{found.Status}'.");
        return Results.Json(BackfillAnswer.Of(found), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }
}
