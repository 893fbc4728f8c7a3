using System.Globalization;
using System.Runtime.CompilerServices;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Logs;
using DataAggregator.Core.Storage;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>GET /runs/{id}/logs: what a run said, page by page or line by line as it is said.</summary>
public sealed class ListRunLogs(IRunStore runs, IRunLogStore logs, TimeProvider time)
{
    /// <summary>Lists the lines of a run's log, oldest first; with <c>follow=true</c>, or where server-sent events are accepted, streams them until the run has ended.</summary>
    [Function("ListRunLogs")]
    [RequireRole(Roles.Viewer)]
    [Parameter("query", "level", "The least level: debug, info, warning, error.")]
    [Parameter("query", "step", "Only lines of this step, such as source or transformations[1].")]
    [Parameter("query", "follow", "true streams lines as server-sent events named line; Last-Event-ID goes on behind that line.")]
    [Answers(200, typeof(PageAnswer<RunLogAnswer>))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/runs/{id}/logs")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await runs.FindHeadAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("run", id);
        var query = new RunLogQuery(request.Page("level", "step", "follow"), Level(request), request.Query["step"].FirstOrDefault());
        if (request.Query["follow"] == "true" || request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.Ordinal))
            return new EventStream(token => FollowAsync(id, query with { After = LastEvent(request) }, token), time);
        var page = await logs.ListAsync(id, query, cancellationToken);
        return Answers.Ok(new PageAnswer<RunLogAnswer>([.. page.Items.Select(RunLogAnswer.Of)], page.NextCursor));
    }

    private async IAsyncEnumerable<ServerEvent> FollowAsync(string id, RunLogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        query = query with { Page = new PageRequest(200, Query: query.Page.Query) };
        await foreach (var _ in runs.WatchAsync(id, cancellationToken))
        {
            Page<RunLogLine> page;
            do
            {
                page = await logs.ListAsync(id, query, cancellationToken);
                foreach (var line in page.Items)
                {
                    query = query with { After = line.Sequence };
                    yield return new ServerEvent("line", RunLogAnswer.Of(line), line.Sequence);
                }
            }
            while (page.NextCursor is not null);
        }
    }

    private static RunLogLevel Level(HttpRequest request)
    {
        if (request.Query["level"].FirstOrDefault() is not { Length: > 0 } word)
            return RunLogLevel.Debug;
        return Enum.TryParse<RunLogLevel>(word, ignoreCase: true, out var level) && Enum.IsDefined(level) && !char.IsDigit(word[0])
            ? level
            : throw ApiException.Invalid([new("level", $"'{word}' is not one of: debug, info, warning, error.")]);
    }

    private static long LastEvent(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"].FirstOrDefault(), CultureInfo.InvariantCulture, out var last) && last > 0 ? last : 0;
}
