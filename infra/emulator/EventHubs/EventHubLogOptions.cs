namespace DataAggregator.Emulator.EventHubs;

/// <summary>Settings of the emulated event hubs, in the configuration section <c>EventHubsEmulator</c>.</summary>
internal sealed record EventHubLogOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "EventHubsEmulator";

    /// <summary>Partitions of an event hub that is created from now on, 1 to 32. Hubs that exist keep theirs: keys must stay where they are.</summary>
    public int PartitionCount { get; init; } = 4;

    /// <summary>Events older than this go, read or not, as in the service.</summary>
    public TimeSpan RetentionAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Above this size of one event hub, in bytes, its oldest events go, read or not. Each partition has its share.</summary>
    public long RetentionBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Refuses settings that make no sense.</summary>
    /// <exception cref="EmulatorStartException">Names the setting and its range.</exception>
    public void Validate()
    {
        Require(PartitionCount is >= 1 and <= 32, $"{nameof(PartitionCount)} is {PartitionCount}: choose 1 to 32");
        Require(RetentionAge > TimeSpan.Zero, $"{nameof(RetentionAge)} is {RetentionAge}: choose a duration above zero");
        Require(RetentionBytes >= EventSize.Limit, $"{nameof(RetentionBytes)} is {RetentionBytes}: choose at least {EventSize.Limit}, the largest message");
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new EmulatorStartException($"{Section}:{problem}.");
        }
    }
}
