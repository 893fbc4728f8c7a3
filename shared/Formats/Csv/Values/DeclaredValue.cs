using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Values;

/// <summary>The types that only a declared schema gives a CSV column: dates, times, doubles, binary (base64), JSON.</summary>
internal readonly struct DeclaredValue : ICsvValue
{
    public static Fit TryAppend(ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared) => TextValue.TryAppend(text, builder);
}
