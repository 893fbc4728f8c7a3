namespace DataAggregator.Functions.DeadLetters;

/// <summary>The runs that replay; none when nothing was to be replayed.</summary>
/// <param name="Runs">One for each pipeline, version and set of parameters.</param>
public sealed record ReplayAnswer(IReadOnlyList<ReplayRun> Runs);
