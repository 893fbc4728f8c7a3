namespace DataAggregator.Transformations.Additions;

/// <summary>What joining fields does about a null or missing part.</summary>
internal enum NullHandling
{
    /// <summary>Leaves it out, with its separator.</summary>
    Skip,

    /// <summary>Takes it as empty text, so that its separator stays.</summary>
    Empty,

    /// <summary>Makes the whole result null.</summary>
    Null,
}
