namespace DataAggregator.Core.Runs;

/// <summary>Another run of the pipeline is under way that reads the same new records of a stream: both would deliver them.</summary>
public sealed class StreamInUseException(string stream, string otherRunId)
    : Exception($"Run {otherRunId} of this pipeline has not ended, and reads what is new of '{stream}' already: both would deliver it.");
