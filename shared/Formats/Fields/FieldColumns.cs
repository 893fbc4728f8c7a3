using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Fields;

/// <summary>
/// The columns of records that name their fields. A reader begins a record, sets where each value stands, and appends the record
/// whole; when that fails, or when it found an error of its own, it rejects the record with its reasons instead.
/// </summary>
internal sealed class FieldColumns
{
    private readonly ReadOptions options;
    private readonly string rule;
    private readonly bool inferDates;
    private readonly BatchRows rows;
    private readonly FieldTally tally = new();
    private readonly List<FieldColumn> columns = [];
    private readonly Dictionary<byte[], int> positions = new(new Utf8Comparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private readonly List<RecordError> errors = [];
    private readonly List<byte[]> names = [];
    private FieldSlot[] slots = new FieldSlot[16];
    private long record;

    /// <summary>Columns for what the options say.</summary>
    /// <param name="options">What to make of the records.</param>
    /// <param name="rule">The name of the rule that a record of bad form breaks.</param>
    /// <param name="inferDates">Whether texts that look like dates and times are inferred as such.</param>
    public FieldColumns(ReadOptions options, string rule, bool inferDates = false)
    {
        this.options = options;
        this.rule = rule;
        this.inferDates = inferDates;
        rows = new BatchRows(options);
        lookup = positions.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var field in options.Schema ?? Schema.Empty)
            AddColumn(Encoding.UTF8.GetBytes(field.Name), field);
    }

    /// <summary>Whether no record was read since the last batch.</summary>
    public bool IsEmpty => rows.Count == 0;

    /// <summary>Whether it is time to hand the batch over.</summary>
    public bool IsFull => rows.Left == 0 || SizeInBytes + rows.RejectedBytes >= options.BatchBytes;

    /// <summary>The errors of the record at hand.</summary>
    public IReadOnlyList<RecordError> Errors => errors;

    private long SizeInBytes
    {
        get
        {
            var size = 0L;
            foreach (var column in columns)
                size += column.SizeInBytes;
            return size;
        }
    }

    /// <summary>Begins a record; what was set of another that was not appended is forgotten.</summary>
    public void Begin()
    {
        record++;
        errors.Clear();
    }

    /// <summary>The column of that field; -1, and an error of the record, when there can be none.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="expected">The column to look at first: records mostly have their fields in one order.</param>
    public int Find(ReadOnlySpan<byte> name, int expected)
    {
        if ((uint)expected < (uint)names.Count && name.SequenceEqual(names[expected]))
            return expected;
        if (lookup.TryGetValue(name, out var column))
            return column;
        if (columns.Count >= options.MaxFields)
            AddError("too_many_fields", $"The records have more than {options.MaxFields} different fields.");
        else if (!Utf8.IsValid(name))
            AddError("invalid_utf8", "The name of a field is not valid Unicode.");
        else
            return AddColumn(name.ToArray(), null);
        return -1;
    }

    /// <summary>Says where a field's value stands in the text that will be appended.</summary>
    public void Set(int column, ValueKind kind, int start, int length) => slots[column] = new FieldSlot(kind, start, length, record);

    /// <summary>Adds an error of the record.</summary>
    public void AddError(string code, string message, string? field = null, string? brokenRule = null) =>
        errors.Add(new RecordError("source", field, brokenRule ?? rule, code, message));

    /// <summary>Counts a value that the reader itself replaced by null.</summary>
    public void CountCoerced(string field) => tally.Coerced(field);

    /// <summary>Appends the record: its values, or nothing of it when it has errors.</summary>
    /// <param name="text">What the positions of the values refer to.</param>
    /// <returns>False when it has errors: then it has to be rejected (<see cref="Reject"/>).</returns>
    public bool TryAppend(ReadOnlySpan<byte> text)
    {
        var isReadable = errors.Count == 0;
        for (var i = 0; i < columns.Count; i++)
        {
            var slot = slots[i];
            if (!isReadable || slot.Record != record)
                columns[i].AppendAbsent();
            else
                Append(columns[i], slot.Kind, text.Slice(slot.Start, slot.Length));
        }

        if (errors.Count > 0)
            return false;
        rows.Add(1, []);
        return true;
    }

    /// <summary>Ends a record that could not be appended.</summary>
    /// <param name="shown">The record as JSON.</param>
    /// <param name="place">Where it stands, for the messages: <c>Line 7</c>.</param>
    public void Reject(byte[] shown, string place)
    {
        RecordError[] placed = [.. errors.Select(error => error with { Message = $"{place}: {error.Message}" })];
        rows.Reject(new RejectedRecord(options.Partition, rows.NextOrdinal, shown, placed));
        rows.Add(1, [0]);
    }

    /// <summary>Makes a rejected record of a text of which no field is known.</summary>
    public void RejectText(ReadOnlySpan<byte> text, string code, string message, string place)
    {
        Begin();
        AddError(code, message);
        TryAppend([]);
        Reject(RawRecord.Of(text), place);
    }

    /// <summary>The record at hand, as far as it was set, as JSON.</summary>
    /// <param name="text">What the positions of the values refer to.</param>
    public byte[] ToJson(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(output, RawRecord.Relaxed))
        {
            writer.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
            {
                var slot = slots[i];
                if (slot.Record != record)
                    continue;
                writer.WritePropertyName(columns[i].Name);
                var value = text.Slice(slot.Start, slot.Length);
                if (slot.Kind == ValueKind.Null)
                    writer.WriteNullValue();
                else if (slot.Kind == ValueKind.Text)
                    writer.WriteStringValue(Encoding.UTF8.GetString(value));
                else
                    writer.WriteRawValue(value, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The batch of what was read since the last one.</summary>
    public SourceBatch Build(ReadPosition? position, long bytesRead)
    {
        var built = new List<(Field Field, Column Column)>(columns.Count);
        foreach (var column in columns)
        {
            // A field that only came up in a record that was then rejected is no field.
            var isUnknown = column.IsUnused && column.Type is null;
            var one = column.Build();
            if (isUnknown)
                one.Column.Release();
            else
                built.Add(one);
        }

        return rows.Build(new Schema(built.Select(one => one.Field)), [.. built.Select(one => one.Column)], position?.ToString(), bytesRead, tally.Take());
    }

    private int AddColumn(byte[] utf8, Field? field)
    {
        var name = Encoding.UTF8.GetString(utf8);
        var column = new FieldColumn(name, field, options.Declared.Contains(name), inferDates);
        column.FillAbsent(rows.Count);
        positions.Add(utf8, columns.Count);
        names.Add(utf8);
        columns.Add(column);
        if (slots.Length < columns.Count)
            Array.Resize(ref slots, columns.Count * 2);
        return columns.Count - 1;
    }

    private void Append(FieldColumn column, ValueKind kind, ReadOnlySpan<byte> text)
    {
        Fit fit;
        try
        {
            fit = column.Append(kind, text);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            column.AppendAbsent();
            AddError("invalid_utf8", $"The text of '{column.Name}' is not valid Unicode.", column.Name);
            return;
        }

        if (fit == Fit.Fits)
            return;
        if (fit == Fit.Coerced)
        {
            tally.Coerced(column.Name);
            return;
        }

        tally.Rejected(column.Name);
        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 60)]) + (text.Length > 60 ? "..." : "");
        var word = column.Type is { } type ? DeclaredSchema.NameOf(type) : "decimal";
        if (fit == Fit.OutOfRange)
            AddError("number_out_of_range", $"{shown} in '{column.Name}' has more digits than {word} holds.", column.Name, "schema");
        else
            AddError("type_mismatch", $"{shown} in '{column.Name}' is not {word}, the field's type; declare another type in the source's schema if it should be.", column.Name, "schema");
    }
}
