using DataAggregator.Core.Pipelines;

namespace DataAggregator.Core.Streams;

/// <summary>Events that a trigger has not given to a run yet.</summary>
/// <param name="Pipeline">The trigger's pipeline, newest version.</param>
/// <param name="Key">The trigger's key.</param>
/// <param name="Waiting">The events.</param>
/// <param name="OldestAt">When the first of them was kept.</param>
public sealed record StreamBacklog(Pipeline Pipeline, string Key, StreamRange Waiting, DateTimeOffset OldestAt);
