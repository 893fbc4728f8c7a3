using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Fields;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>Describes the records of a block that are rejected: line, column, field and reason.</summary>
internal sealed class CsvRejects(CsvDialect dialect, IReadOnlyList<string> names, Schema schema)
{
    private readonly List<(int Row, RecordError Error, int Start, int End, bool IsRaw)> found = [];

    /// <summary>Describes everything wrong with a block, and adds it to the rejected of <paramref name="batch"/> in the order of the records.</summary>
    /// <returns>The rows, ascending.</returns>
    public List<int> Collect(TextBuffer text, CsvRecordIndex index, List<CsvMisfit> misfits, long line, int partition, BatchRows batch)
    {
        var (buffer, start) = (text.Bytes, text.Start);
        found.Clear();
        var lines = new LineCounter(start, line);
        foreach (var fault in index.Faults)
            found.Add((fault.Row, OfFault(fault), fault.Start, fault.End, true));
        foreach (var row in InvalidRows(buffer, index, start))
            found.Add((row, new RecordError("source", null, "csv_format", "invalid_utf8", ": The record holds bytes that are not UTF-8; set csv.encoding to what the file is written in."), StartOf(index, row), EndOf(index, row), true));
        foreach (var misfit in misfits)
            found.Add((misfit.Row, OfMisfit(buffer, index, misfit), StartOf(index, misfit.Row), EndOf(index, misfit.Row), false));

        var rows = new List<int>();
        foreach (var group in found.GroupBy(item => item.Row).OrderBy(group => group.Key))
        {
            var first = group.First();
            var place = lines.LineOf(buffer, first.Start);
            RecordError[] errors = [.. group.Select(item => item.Error with { Message = string.Create(CultureInfo.InvariantCulture, $"Line {place}{item.Error.Message}") })];
            var record = first.IsRaw ? RawRecord.Of(buffer.AsSpan(first.Start, first.End - first.Start)) : Fields(buffer, index, group.Key);
            batch.Reject(new RejectedRecord(partition, batch.NextOrdinal + group.Key, record, errors));
            rows.Add(group.Key);
        }

        return rows;
    }

    private static RecordError OfFault(CsvFault fault) => new(
        "source", null, "csv_format", fault.Code, string.Create(CultureInfo.InvariantCulture, $", column {fault.At - fault.Start + 1}: {fault.Message}"));

    private RecordError OfMisfit(byte[] buffer, CsvRecordIndex index, CsvMisfit misfit)
    {
        var name = names[misfit.Column];
        var type = schema.Find(name)!.Type;
        var excerpt = Text(buffer.AsSpan()[FieldAt(index, misfit.Row, misfit.Column)]);
        if (excerpt.Length > 60)
            excerpt = string.Concat(excerpt.AsSpan(0, 60), "...");
        var word = type.ToString().ToLowerInvariant();
        return misfit.Fit == Fit.OutOfRange
            ? new RecordError("source", name, "schema", "number_out_of_range", $": '{excerpt}' in '{name}' has more digits than {word} holds.")
            : new RecordError("source", name, "schema", "type_mismatch", $": '{excerpt}' in '{name}' is not {word}, the field's type; declare another type in the source's schema if it should be.");
    }

    private static IEnumerable<int> InvalidRows(byte[] buffer, CsvRecordIndex index, int start)
    {
        if (System.Text.Unicode.Utf8.IsValid(buffer.AsSpan(start, index.Consumed - start)))
            yield break;
        var fault = 0;
        for (var row = 0; row < index.Rows; row++)
        {
            // The row of a fault only stands in for its record: its fields are none.
            if (fault < index.Faults.Count && index.Faults[fault].Row == row)
            {
                fault++;
                continue;
            }

            var length = EndOf(index, row) - StartOf(index, row);
            if (length > 0 && !System.Text.Unicode.Utf8.IsValid(buffer.AsSpan(StartOf(index, row), length)))
                yield return row;
        }
    }

    private static int StartOf(CsvRecordIndex index, int row) => index.Bounds[row * index.Stride] + 1;

    private static int EndOf(CsvRecordIndex index, int row) => index.Bounds[((row + 1) * index.Stride) - 1];

    private static Range FieldAt(CsvRecordIndex index, int row, int column) =>
        FieldBetween(index.Bounds[(row * index.Stride) + column] + 1, index.Bounds[(row * index.Stride) + column + 1]);

    /// <summary>A field that a short record lacks ends before it begins.</summary>
    private static Range FieldBetween(int start, int end) => start..Math.Max(start, end);

    private byte[] Fields(byte[] buffer, CsvRecordIndex index, int row)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output, RawRecord.Relaxed))
        {
            writer.WriteStartObject();
            for (var column = 0; column < names.Count; column++)
            {
                var field = buffer.AsSpan()[FieldAt(index, row, column)];
                writer.WritePropertyName(names[column]);
                if (field.IsEmpty)
                    writer.WriteNullValue();
                else if (schema.Find(names[column])?.Type is DataType.Int64 or DataType.Decimal && NumberText.ShapeOf(field) is NumberShape.Integer or NumberShape.Decimal)
                    writer.WriteRawValue(field, skipInputValidation: true);
                else
                    writer.WriteStringValue(Text(field));
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private string Text(ReadOnlySpan<byte> field)
    {
        var output = new ArrayBufferWriter<byte>(Math.Max(field.Length, 1));
        CsvFields.Unquote(field, dialect, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Counts lines up to positions that only grow.</summary>
    private sealed class LineCounter(int start, long line)
    {
        private int counted = start;
        private long current = line;

        public long LineOf(byte[] buffer, int position)
        {
            current += CsvLines.Count(buffer.AsSpan(counted, position - counted));
            counted = position;
            return current;
        }
    }
}
