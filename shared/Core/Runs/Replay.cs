namespace DataAggregator.Core.Runs;

/// <summary>What a run of the trigger <c>replay</c> reads.</summary>
/// <param name="Records">How many dead letters it claimed.</param>
/// <param name="AsRead">Whether they are as the source gave them, and have to pass through the steps.</param>
/// <param name="OriginRunId">The run that rejected the first of them; its plan has their schema.</param>
public sealed record Replay(long Records, bool AsRead, string OriginRunId)
{
    /// <summary>The trigger of runs that replay.</summary>
    public const string Trigger = "replay";
}
