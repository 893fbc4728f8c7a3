namespace DataAggregator.Emulator.Durable;

/// <summary>What is to be done once a turn is committed.</summary>
internal sealed class TurnEffects
{
    /// <summary>Activities to run.</summary>
    public List<long> Activities { get; } = [];

    /// <summary>Instances that have got messages.</summary>
    public List<string> Woken { get; } = [];

    /// <summary>Instances that are new.</summary>
    public List<string> Started { get; } = [];

    /// <summary>When the earliest new timer is due, in ticks of UTC.</summary>
    public long NextDue { get; set; } = long.MaxValue;

    /// <summary>How many events the history has now.</summary>
    public int HistoryLength { get; set; }
}
