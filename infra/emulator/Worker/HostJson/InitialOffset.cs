namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary>Where a consumer group without a checkpoint begins to read.</summary>
internal enum InitialOffset
{
    /// <summary>At the oldest event that is kept.</summary>
    FromStart,

    /// <summary>Behind the newest event.</summary>
    FromEnd,

    /// <summary>At the first event that came at an instant or later.</summary>
    FromEnqueuedTime,
}
