using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>GET /runs/{id}/events: a run as it goes on, as server-sent events (WHATWG HTML, section 9.2). Every event carries the whole run, so a reconnect misses nothing.</summary>
public sealed class RunEvents(IRunStore runs, TimeProvider time)
{
    /// <summary>Streams events named <c>run</c> until the run has ended.</summary>
    [Function("RunEvents")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, ContentType = "text/event-stream")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/events")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await runs.FindHeadAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("run", id);
        return new EventStream(token => runs.WatchAsync(id, token).Select(run => new ServerEvent("run", RunAnswer.Of(run, time))), time);
    }
}
