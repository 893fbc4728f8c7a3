namespace DataAggregator.Emulator;

/// <summary>How the emulator's durable engine works.</summary>
public sealed class DurableEmulatorOptions
{
    /// <summary>The SQLite file; made where there is none. One process at a time uses it.</summary>
    public string DatabasePath { get; set; } = string.Empty;

    /// <summary>Whether every turn replays its orchestration from the history, as it does after a restart. For tests of orchestrations.</summary>
    public bool ForceReplay { get; set; }

    /// <summary>How many live orchestrations are kept in memory between their turns; others are replayed.</summary>
    public int CachedOrchestrations { get; set; } = 500;
}
