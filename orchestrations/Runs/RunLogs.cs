using System.Text.Json;
using DataAggregator.Core.Runs.Logs;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Opens the logs of runs, one for each activity at work.</summary>
/// <param name="store">Where lines are kept.</param>
/// <param name="time">Dates them.</param>
/// <param name="logger">Hears of lines that could not be kept.</param>
public sealed class RunLogs(IRunLogStore store, TimeProvider time, ILogger<RunLogs> logger)
{
    /// <summary>The log of a run; disposing it keeps what was said.</summary>
    internal RunLog Open(string runId) => new(runId, store, time, logger);

    /// <summary>Keeps that another worker goes on with a run.</summary>
    internal Task TakenOverAsync(string runId, int epoch, CancellationToken cancellationToken) =>
        store.AppendAsync(runId, [new RunLogLine(time.GetUtcNow(), RunLogLevel.Warning, "taken_over", "The run had lost its worker; it goes on as epoch {epoch}", JsonSerializer.SerializeToElement(new { epoch }))], cancellationToken);

    /// <summary>Keeps what a user asked of a run.</summary>
    public Task AskedAsync(string runId, string user, string order, CancellationToken cancellationToken) =>
        store.AppendAsync(runId, [new RunLogLine(time.GetUtcNow(), RunLogLevel.Info, "asked", "{user} asked the run to {order}", JsonSerializer.SerializeToElement(new { user, order }))], cancellationToken);
}
