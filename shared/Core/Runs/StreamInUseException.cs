namespace DataAggregator.Core.Runs;

/// <summary>Another run of the pipeline reads the same new records of a stream, or has since this one was planned: both would deliver them.</summary>
public sealed class StreamInUseException : Exception
{
    private StreamInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Another run is under way.</summary>
    public static StreamInUseException By(string otherRunId, string stream) =>
        new($"Run {otherRunId} of this pipeline has not ended, and reads what is new of '{stream}' already: both would deliver it.");

    /// <summary>The stream's state is another than the plan was made with.</summary>
    public static StreamInUseException Moved(string stream) =>
        new($"What was read of '{stream}' before has changed while this run was planned: another run has delivered what this one was to read, or somebody has set the state.");
}
