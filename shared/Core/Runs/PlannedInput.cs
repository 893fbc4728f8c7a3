using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Runs;

/// <summary>A source beside the stream at hand, read once when the run was planned and sealed as a segment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its fields.</param>
/// <param name="Records">Its records.</param>
/// <param name="FitsInMemory">Whether they may be held in memory.</param>
/// <param name="Segment">Where they are.</param>
public sealed record PlannedInput(string Name, Schema Schema, long Records, bool FitsInMemory, SegmentId Segment)
{
    /// <summary>Where the source has its fields from; null where an earlier version planned the run.</summary>
    public FieldOrigin? Origin { get; init; }

    /// <summary>What was known of its fields when the run was planned; null for nothing.</summary>
    public Schema? KnownSchema { get; init; }

    /// <summary>What a compiler is told of it; of a source without records that carries its own fields, none are known.</summary>
    public NamedInput ToNamedInput() => new(Name, Schema.Count == 0 ? null : Schema, FitsInMemory);
}
