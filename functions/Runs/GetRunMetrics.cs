using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>GET /runs/{id}/metrics: how fast a run went over time, and where the time went.</summary>
public sealed class GetRunMetrics(IRunStore runs, IRunMetricsStore metrics, TimeProvider time)
{
    private const int Buckets = 60;

    /// <summary>The course of a run in at most sixty stretches of whole seconds, and the time spent in each step.</summary>
    [Function("GetRunMetrics")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(RunMetricsAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/metrics")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("run", id);
        var start = run.StartedAt ?? run.CreatedAt;
        var duration = (run.EndedAt ?? time.GetUtcNow()) - start;
        var width = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(duration.TotalSeconds / Buckets)));
        var buckets = await metrics.BucketsAsync(id, start, width, cancellationToken);
        return Answers.Ok(RunMetricsAnswer.Of(run, start, duration, width, buckets));
    }
}
