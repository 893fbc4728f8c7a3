using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Values;

/// <summary>How the text of a field becomes a value. A static seam, so that the loop over a column is compiled once for each type.</summary>
internal interface ICsvValue
{
    /// <summary>Appends the value, or nothing when the text does not fit.</summary>
    /// <param name="text">At least one byte.</param>
    /// <param name="builder">The builder of the type at hand.</param>
    /// <param name="declared">Whether the user declared the type, so that spellings that inference would not take for it (leading zeros, a plus) are welcome.</param>
    static abstract Fit TryAppend(ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared);
}
