namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary><c>extensions.eventHubs</c>.</summary>
internal sealed class EventHubsSettings
{
    /// <summary>The most events an invocation gets.</summary>
    public int MaxEventBatchSize { get; set; } = 100;

    /// <summary>The least events an invocation gets, unless <see cref="MaxWaitTime"/> is over.</summary>
    public int MinEventBatchSize { get; set; } = 1;

    /// <summary>How long a batch may wait for <see cref="MinEventBatchSize"/> events.</summary>
    public TimeSpan MaxWaitTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Batches between two checkpoints.</summary>
    public int BatchCheckpointFrequency { get; set; } = 1;

    /// <summary>Events read ahead of the function.</summary>
    public int PrefetchCount { get; set; } = 300;

    /// <summary>Where a consumer group without a checkpoint begins.</summary>
    public InitialOffset InitialOffset { get; set; } = InitialOffset.FromStart;

    /// <summary>The instant that <see cref="InitialOffset.FromEnqueuedTime"/> means.</summary>
    public DateTimeOffset? InitialEnqueuedTime { get; set; }
}
