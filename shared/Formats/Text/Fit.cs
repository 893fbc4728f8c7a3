namespace DataAggregator.Formats.Text;

/// <summary>Whether a text is a value of the column's type.</summary>
internal enum Fit
{
    /// <summary>It is, and was appended.</summary>
    Fits,

    /// <summary>It was appended, after a conversion that only a declared type allows.</summary>
    Coerced,

    /// <summary>It is something else.</summary>
    Mismatch,

    /// <summary>It is a number of more digits than the type holds.</summary>
    OutOfRange,
}
