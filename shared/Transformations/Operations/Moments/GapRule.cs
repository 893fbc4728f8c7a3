namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>What becomes of a local time that a zone leaves out as its clocks go forward.</summary>
internal enum GapRule
{
    /// <summary>It is moved on by the length of the gap: 02:30 becomes 03:30.</summary>
    Shift,

    /// <summary>The operation cannot take it.</summary>
    Reject,
}
