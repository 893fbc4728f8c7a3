using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Runs.Logs;

/// <summary>Which lines of a run's log are wanted, in order.</summary>
/// <param name="Page">Which part of the log; its query looks into the sentence.</param>
/// <param name="Level">The least level.</param>
/// <param name="Step">Only of that step.</param>
/// <param name="After">Only behind that line.</param>
public sealed record RunLogQuery(PageRequest Page, RunLogLevel Level = RunLogLevel.Debug, string? Step = null, long After = 0);
