using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>The delivery of one run into one destination.</summary>
/// <param name="RunId">The run.</param>
/// <param name="PipelineId">Its pipeline.</param>
/// <param name="Destination">The destination's number in the pipeline, from 0.</param>
/// <param name="Epoch">Grows each time the run is taken over; a writer of an older epoch is refused.</param>
/// <param name="Schema">The fields that the transformations are expected to give.</param>
public sealed record WriteTarget(string RunId, string PipelineId, int Destination, int Epoch, Schema Schema)
{
    /// <summary>Told of each statement that makes or changes what is written to; null where nobody wants to know.</summary>
    public Action<string>? Executed { get; init; }
}
