namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>What one call of a custom function may take.</summary>
/// <param name="Timeout">How long it may run.</param>
/// <param name="MemoryBytes">What it may allocate in all; texts may be a sixteenth of that many characters.</param>
internal sealed record FunctionLimits(TimeSpan Timeout, long MemoryBytes)
{
    /// <summary>The statements that one call may carry out.</summary>
    public const int MaxStatements = 1_000_000;

    /// <summary>How deep functions may call themselves.</summary>
    public const int MaxRecursion = 200;

    /// <summary>The longest array.</summary>
    public const uint MaxArrayLength = 1_000_000;

    /// <summary>The longest text, in UTF-16 units.</summary>
    public int MaxTextLength => (int)Math.Min(MemoryBytes / 16, int.MaxValue);
}
