using System.Buffers;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;

namespace DataAggregator.Connectors.Files;

/// <summary>
/// Writes the records that a file can hold, and sets the others aside: a record with a value in a field that showed only after the header was
/// written, or with a text that the format cannot express.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="columns">The columns of a file that has a header; null for one that has none.</param>
/// <param name="expected">The fields that were known before the header was written: one of these without a column is a wrong setting.</param>
/// <param name="writer">Writes records as text.</param>
internal sealed class FittingRecords(string path, IReadOnlyList<string>? columns, Schema expected, RecordWriter writer)
{
    private readonly List<RejectedRecord> refused = [];

    /// <summary>The records that were set aside.</summary>
    public IReadOnlyList<RejectedRecord> Refused => refused;

    /// <summary>Records written.</summary>
    public long Written { get; private set; }

    /// <summary>Writes the records of a batch, which stays the caller's; gives the text, which is <paramref name="output"/> unless a record had to be taken back.</summary>
    /// <exception cref="ConnectorException">A field that was known beforehand has no column (settings).</exception>
    public ArrayBufferWriter<byte> Write(RecordBatch batch, bool isFirst, ArrayBufferWriter<byte> output)
    {
        using var fitting = Fit(batch);
        if (fitting.Count == 0)
            return output;
        var before = output.WrittenCount;
        try
        {
            writer.Write(fitting, isFirst && Written == 0, output);
            Written += fitting.Count;
            return output;
        }
        catch (ConnectorException refusal) when (refusal.Class == ErrorClass.Refused)
        {
            var cut = new ArrayBufferWriter<byte>(output.Capacity);
            cut.Write(output.WrittenSpan[..before]);
            WriteOneByOne(fitting, isFirst, cut);
            return cut;
        }
    }

    private void WriteOneByOne(RecordBatch batch, bool isFirst, ArrayBufferWriter<byte> output)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.RowAt(i);
            using var one = batch.Select([row]);
            text.ResetWrittenCount();
            try
            {
                writer.Write(one, isFirst && Written == 0, text);
                output.Write(text.WrittenSpan);
                Written++;
            }
            catch (ConnectorException refusal) when (refusal.Class == ErrorClass.Refused)
            {
                Refuse(batch, row, null, refusal.Code, refusal.Message);
            }
        }
    }

    /// <summary>The records without a value in a field that has no column, without these fields.</summary>
    private RecordBatch Fit(RecordBatch batch)
    {
        if (columns is null || batch.Schema.All(field => columns.Contains(field.Name)))
            return batch.Share();
        var lost = batch.Schema.Select(field => field.Name).Except(columns).ToList();
        if (lost.FirstOrDefault(field => expected.Find(field) is not null) is { } known)
        {
            throw new ConnectorException(
                ErrorClass.Settings, "column_missing", $"'{path}' has no column for the field '{known}'.",
                "Remove or rename the field by a step, write to a new file (write_mode: replace), or write ndjson, which needs no header.");
        }

        var kept = new List<int>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.RowAt(i);
            if (lost.Find(field => batch.Find(field)!.IsPresent(row)) is { } field)
                Refuse(batch, row, field, "column_missing", $"The file has no column for '{field}', which no record before the header had. Declare it in the source's schema, or write ndjson.");
            else
                kept.Add(row);
        }

        var fitting = batch.Select([.. kept]);
        foreach (var field in lost)
        {
            using var wider = fitting;
            fitting = wider.RemoveAt(wider.Schema.IndexOf(field));
        }

        return fitting;
    }

    private void Refuse(RecordBatch batch, int row, string? field, string code, string message) =>
        refused.Add(new RejectedRecord(batch.Partition, batch.FirstOrdinal + row, RecordJson.ToBytes(batch, row), [new RecordError("destination", field, "file", code, message)]));
}
