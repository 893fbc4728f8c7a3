namespace DataAggregator.Core.Runs.Ends;

/// <summary>What came of starts that the platform made by itself.</summary>
/// <param name="Started">Runs that may begin now.</param>
/// <param name="Cancelled">Runs that were asked to stop for them.</param>
public sealed record RunEndOutcome(IReadOnlyList<Run> Started, IReadOnlyList<Run> Cancelled)
{
    /// <summary>Runs that wait for others to end.</summary>
    public IReadOnlyList<Run> Waiting { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static RunEndOutcome None { get; } = new([], []);
}
