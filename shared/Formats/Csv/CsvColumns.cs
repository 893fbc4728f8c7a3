using System.Buffers;
using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Csv.Values;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>Turns indexed fields into columns, one column after the other: straight from the bytes into the builder.</summary>
/// <param name="dialect">The dialect.</param>
internal sealed class CsvColumns(CsvDialect dialect)
{
    private readonly ArrayBufferWriter<byte> unquoted = new(256);
    private readonly int quote = dialect.Quote ?? -1;

    /// <summary>The fields that did not fit since the list was last cleared; their value is null.</summary>
    public List<CsvMisfit> Misfits { get; } = [];

    /// <summary>The values converted to a declared type since this was last set to 0.</summary>
    public int Coerced { get; set; }

    /// <summary>Appends one value a row of the index to <paramref name="builder"/>.</summary>
    /// <param name="buffer">The bytes that the index is of.</param>
    /// <param name="index">The fields.</param>
    /// <param name="column">The column in the file.</param>
    /// <param name="builder">The builder of the column's type.</param>
    /// <param name="declared">Whether the user declared the type.</param>
    public void Append(byte[] buffer, CsvRecordIndex index, int column, ColumnBuilder builder, bool declared)
    {
        switch (builder.Type)
        {
            case DataType.String:
                AppendTexts(buffer, index, column, (BytesBuilder)builder);
                break;
            case DataType.Int64:
                AppendValues<Int64Value>(buffer, index, column, builder, declared);
                break;
            case DataType.Decimal:
                AppendValues<DecimalValue>(buffer, index, column, builder, declared);
                break;
            case DataType.Bool:
                AppendValues<BoolValue>(buffer, index, column, builder, declared);
                break;
            default:
                AppendValues<DeclaredValue>(buffer, index, column, builder, declared);
                break;
        }
    }

    // These loops are compiled at full optimisation at once: a run may be over before the runtime would get to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendTexts(byte[] buffer, CsvRecordIndex index, int column, BytesBuilder builder)
    {
        var bounds = index.Bounds;
        var stride = index.Stride;
        var hasNullWords = dialect.NullValues.Count > 0;
        for (var at = column; at < bounds.Length; at += stride)
        {
            var start = bounds[at] + 1;
            var length = bounds[at + 1] - start;
            if (length <= 0)
            {
                builder.AppendNull();
                continue;
            }

            var field = buffer.AsSpan(start, length);
            if (field[0] == quote)
                AppendQuoted(field, builder);
            else if (hasNullWords && dialect.IsNullWord(field))
                builder.AppendNull();
            else
                builder.AppendPadded(ref buffer[start], length);
        }
    }

    private void AppendQuoted(ReadOnlySpan<byte> field, BytesBuilder builder)
    {
        var inner = field[1..^1];
        if (inner.Contains(dialect.Escape ?? 0))
        {
            CsvFields.Unquote(field, dialect, builder);
            builder.EndValue();
        }
        else
        {
            builder.Append(inner);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendValues<TValue>(byte[] buffer, CsvRecordIndex index, int column, ColumnBuilder builder, bool declared)
        where TValue : struct, ICsvValue
    {
        var bounds = index.Bounds;
        var stride = index.Stride;
        var hasNullWords = dialect.NullValues.Count > 0;
        for (var at = column; at < bounds.Length; at += stride)
        {
            var start = bounds[at] + 1;
            var length = bounds[at + 1] - start;
            if (length <= 0)
            {
                builder.AppendNull();
                continue;
            }

            ReadOnlySpan<byte> field = buffer.AsSpan(start, length);
            if (field[0] == quote)
                field = Unquoted(field);
            else if (hasNullWords && dialect.IsNullWord(field))
                field = [];
            if (field.IsEmpty && (buffer[start] != quote || builder.Type != DataType.Binary))
            {
                // A quoted nothing is an empty text or no bytes, but no number or date: only a null is left.
                builder.AppendNull();
                continue;
            }

            var fit = TValue.TryAppend(field, builder, declared);
            if (fit == Fit.Fits)
                continue;
            if (fit == Fit.Coerced)
            {
                Coerced++;
                continue;
            }

            Misfits.Add(new CsvMisfit(at / stride, column, fit));
            builder.AppendNull();
        }
    }

    private ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> field)
    {
        unquoted.ResetWrittenCount();
        CsvFields.Unquote(field, dialect, unquoted);
        return unquoted.WrittenSpan;
    }
}
