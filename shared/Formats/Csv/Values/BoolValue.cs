using System.Buffers.Text;
using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv.Values;

/// <summary><c>true</c> and <c>false</c>, in any case.</summary>
internal readonly struct BoolValue : ICsvValue
{
    public static Fit TryAppend(ReadOnlySpan<byte> text, ColumnBuilder builder, bool declared)
    {
        if (Utf8Parser.TryParse(text, out bool value, out var used) && used == text.Length)
        {
            Unsafe.As<FixedBuilder<bool>>(builder).Append(value);
            return Fit.Fits;
        }

        if (!declared || text.Length != 1 || text[0] is not ((byte)'0' or (byte)'1'))
            return Fit.Mismatch;
        Unsafe.As<FixedBuilder<bool>>(builder).Append(text[0] == '1');
        return Fit.Coerced;
    }
}
