using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>
/// Infers the types of CSV columns from a sample: bool, int64, decimal or string. Numbers with leading zeros or a plus are text
/// (they are codes), so are dates unless <see cref="CsvDialect.InferDates"/>; a column without a value is text. The rule holds for quoted fields as for others.
/// </summary>
public static class CsvInference
{
    /// <summary>The most records of a text that are looked at.</summary>
    public const int SampleRecords = 10_000;

    private const int SampleFields = 4 << 20;

    /// <summary>The fields of a text of which <paramref name="sample"/> holds the first records.</summary>
    /// <param name="sample">Records from a record's beginning on.</param>
    /// <param name="isWhole">Whether the sample is all there is, so that its last record needs no line end.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="header">The header as it is written; where it is repeated it says nothing of the types.</param>
    public static Schema Infer(ReadOnlySpan<byte> sample, bool isWhole, IReadOnlyList<string> columns, CsvDialect dialect, ReadOnlyMemory<byte> header = default)
    {
        if (columns.Count == 0)
            return Schema.Empty;
        var buffer = ArrayPool<byte>.Shared.Rent(sample.Length + CsvMasks.Width);
        try
        {
            sample.CopyTo(buffer);
            var index = new CsvRecordIndex(dialect, columns.Count, sample.Length, header);
            index.Scan(buffer, 0, sample.Length, isWhole, Math.Clamp(SampleFields / columns.Count, 1, SampleRecords));
            return new Schema(columns.Select((name, column) => new Field(name, TypeOf(buffer, index, column, dialect))));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static DataType TypeOf(byte[] buffer, CsvRecordIndex index, int column, CsvDialect dialect)
    {
        DataType? type = null;
        var unquoted = new ArrayBufferWriter<byte>(64);
        for (var at = column; at < index.Bounds.Length; at += index.Stride)
        {
            var start = index.Bounds[at] + 1;
            if (index.Bounds[at + 1] <= start)
                continue;
            ReadOnlySpan<byte> field = buffer.AsSpan(start, index.Bounds[at + 1] - start);
            if (dialect.IsNullWord(field))
                continue;
            unquoted.ResetWrittenCount();
            CsvFields.Unquote(field, dialect, unquoted);
            if (unquoted.WrittenCount == 0)
                continue;
            var one = TextInference.TypeOf(unquoted.WrittenSpan, dialect.InferDates);
            type = type is null ? one : SchemaUnion.Wider(type.Value, one, DataType.String);
            if (type == DataType.String)
                break;
        }

        return type ?? DataType.String;
    }
}
