using System.Globalization;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Quality;

/// <summary>GET /pipelines/{id}/profile: what the records of a run were like, field by field, and how that went over the last runs.</summary>
public sealed class GetProfile(IPipelineStore pipelines, IProfileStore profiles)
{
    private const int MostHistory = 50;

    /// <summary>The profile of the last successful run, or of the one named, with the history of each field. Viewers see no values of records.</summary>
    [Function("GetProfile")]
    [RequireRole(Roles.Viewer)]
    [Parameter("query", "run_id", "The run; without it the last one that succeeded, with warnings or not.")]
    [Parameter("query", "history", "How many of the last successful runs the history has: 0 to 50, 10 unless given.")]
    [Answers(200, typeof(ProfileAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipelines/{id}/profile")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await pipelines.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("pipeline", id);
        var last = await profiles.ListRunsAsync(id, null, Math.Max(1, History(request)), cancellationToken);
        var quality = request.Query["run_id"].FirstOrDefault() is { Length: > 0 } run ? await FindAsync(id, run, cancellationToken)
            : last.Count > 0 ? last[0]
            : throw ApiException.NotFound("profile of the pipeline", id);
        var withValues = Roles.Covers(SignedInUser.Of(request).Role, Roles.Editor);
        return Answers.Ok(ProfileAnswer.Of(quality, last.Take(History(request)), withValues));
    }

    private async Task<RunQuality> FindAsync(string pipelineId, string runId, CancellationToken cancellationToken) =>
        await profiles.FindRunAsync(runId, cancellationToken) is { } quality && quality.PipelineId == pipelineId ? quality : throw ApiException.NotFound("profile of the run", runId);

    private static int History(HttpRequest request)
    {
        if (request.Query["history"].FirstOrDefault() is not { Length: > 0 } given)
            return 10;
        return int.TryParse(given, CultureInfo.InvariantCulture, out var count) && count is >= 0 and <= MostHistory
            ? count
            : throw ApiException.Invalid([new("history", $"is '{given}', but must be a number from 0 to {MostHistory}.")]);
    }
}
