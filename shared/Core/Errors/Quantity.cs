using System.Globalization;

namespace DataAggregator.Core.Errors;

/// <summary>A number with what it counts, for sentences: <c>1 record</c>, <c>2,000 records</c>.</summary>
public static class Quantity
{
    /// <summary>The number and the noun.</summary>
    /// <param name="count">The number.</param>
    /// <param name="one">What one is called; more have an <c>s</c>.</param>
    public static string Of(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");
}
