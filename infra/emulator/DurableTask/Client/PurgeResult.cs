namespace Microsoft.DurableTask.Client;

/// <summary>What a purge did.</summary>
public class PurgeResult
{
    /// <summary>So many instances are gone.</summary>
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    /// <summary>So many instances are gone, and whether that was all.</summary>
    public PurgeResult(int count, bool? isComplete)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        PurgedInstanceCount = count;
        IsComplete = isComplete;
    }

    /// <summary>How many instances are gone.</summary>
    public int PurgedInstanceCount { get; }

    /// <summary>Whether nothing is left to purge; null if not known.</summary>
    public bool? IsComplete { get; }
}
