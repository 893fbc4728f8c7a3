namespace DataAggregator.Formats.Text;

/// <summary>How a number is spelled.</summary>
internal enum NumberShape
{
    /// <summary>Not a number.</summary>
    None,

    /// <summary>A whole number without padding: <c>0</c>, <c>-12</c>.</summary>
    Integer,

    /// <summary>A whole number with leading zeros, a plus, or a minus before zero: <c>007</c>, <c>+5</c>.</summary>
    PaddedInteger,

    /// <summary>A number with a point or an exponent that nothing else looks like: <c>1.50</c>, <c>1e-7</c>.</summary>
    Decimal,

    /// <summary>A number that may well be a code: <c>007.5</c>, <c>12e4</c>.</summary>
    DoubtfulDecimal,
}
