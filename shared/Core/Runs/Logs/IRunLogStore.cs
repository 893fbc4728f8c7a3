using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Runs.Logs;

/// <summary>The logs of runs. One conformance suite holds for every implementation.</summary>
public interface IRunLogStore
{
    /// <summary>The most lines of a run; the one behind them says that there were more.</summary>
    const int MaxLines = 10_000;

    /// <summary>Adds lines in this order, as far as there is room, and tells whoever watches the run.</summary>
    Task AppendAsync(string runId, IReadOnlyList<RunLogLine> lines, CancellationToken cancellationToken);

    /// <summary>A page of a run's log, oldest first.</summary>
    Task<Page<RunLogLine>> ListAsync(string runId, RunLogQuery query, CancellationToken cancellationToken);
}
