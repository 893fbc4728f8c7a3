using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Values;

/// <summary>The other types: dates and times, which are inferred when asked for, and those that only a declared schema gives a CSV column: doubles, binary (base64), JSON.</summary>
internal readonly struct DeclaredValue : ICsvValue
{
    public static Fit TryAppend(ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared) =>
        declared || TemporalText.Fits(text, builder.Type) ? TextValue.TryAppend(text, builder) : Fit.Mismatch;
}
