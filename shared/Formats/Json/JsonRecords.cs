using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Json;

/// <summary>Turns JSON objects into columns, in one pass over each: first where every value stands, then the values.</summary>
internal sealed class JsonRecords
{
    // The parser allows for more, so that a record that is too deep is still read over, and rejected.
    private static readonly JsonReaderOptions Parsing = new() { MaxDepth = 1024 };

    private readonly ReadOptions options;
    private readonly BatchRows rows;
    private readonly FieldTally tally = new();
    private readonly List<JsonColumn> columns = [];
    private readonly Dictionary<byte[], int> positions = new(new Utf8Comparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> lookup;
    private readonly List<RecordError> errors = [];
    private readonly List<byte[]> names = [];
    private JsonSlot[] slots = new JsonSlot[16];
    private long record;

    public JsonRecords(ReadOptions options)
    {
        this.options = options;
        rows = new BatchRows(options);
        lookup = positions.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var field in options.Schema ?? Schema.Empty)
            AddColumn(Encoding.UTF8.GetBytes(field.Name), field);
    }

    public bool IsEmpty => rows.Count == 0;

    public bool IsFull => rows.Left == 0 || SizeInBytes + rows.RejectedBytes >= options.BatchBytes;

    /// <summary>What was wrong with the text, after <see cref="JsonOutcome.Malformed"/>.</summary>
    public JsonException? Problem { get; private set; }

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

    /// <summary>Reads the value that <paramref name="text"/> begins with as a record.</summary>
    /// <param name="text">The text from the value's first byte on.</param>
    /// <param name="isFinal">Whether nothing comes after it.</param>
    /// <param name="isAlone">Whether the value has to take all of the text.</param>
    /// <param name="line">The line it begins at.</param>
    /// <param name="used">The bytes that the value takes.</param>
    public JsonOutcome TryRead(ReadOnlySpan<byte> text, bool isFinal, bool isAlone, long line, out int used)
    {
        record++;
        used = 0;
        errors.Clear();
        var reader = new Utf8JsonReader(text, isFinal, new JsonReaderState(Parsing));
        try
        {
            if (!TryFindValues(ref reader))
                return JsonOutcome.Incomplete;
        }
        catch (JsonException problem)
        {
            Problem = problem;
            return JsonOutcome.Malformed;
        }

        used = (int)reader.BytesConsumed;
        if (isAlone && used < text.Length)
            AddError("invalid_json", "Something follows the object in its line.");
        Append(isAlone ? text : text[..used], line);
        return JsonOutcome.Read;
    }

    /// <summary>Makes a rejected record of a text that is no JSON.</summary>
    public void Reject(ReadOnlySpan<byte> text, string code, string message)
    {
        rows.Reject(new RejectedRecord(options.Partition, rows.NextOrdinal, RawRecord.Of(text), [new RecordError("source", null, "json_format", code, message)]));
        foreach (var column in columns)
            column.AppendAbsent();
        rows.Add(1, [0]);
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

    private bool TryFindValues(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            AddError("not_an_object", "The value is not an object, so it has no fields.");
            return TrySkip(ref reader, out _);
        }

        var expected = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;
            var column = Find(ref reader, expected);
            if (!reader.Read())
                return false;
            var start = (int)reader.TokenStartIndex;
            var token = TokenOf(ref reader);
            if (!TrySkip(ref reader, out var depth))
                return false;
            if (depth > options.MaxDepth)
                AddError("too_deep", $"The record is nested deeper than {options.MaxDepth} levels.");
            if (column < 0)
                continue;
            slots[column] = new JsonSlot(token, start, (int)reader.BytesConsumed - start, record);
            expected = column + 1;
        }

        return false;
    }

    private static JsonToken TokenOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => JsonToken.Null,
        JsonTokenType.True or JsonTokenType.False => JsonToken.Bool,
        JsonTokenType.String => JsonToken.String,
        JsonTokenType.Number => reader.TryGetInt64(out _) ? JsonToken.Integer : JsonToken.Decimal,
        _ => JsonToken.Nested,
    };

    private static bool TrySkip(ref Utf8JsonReader reader, out int depth)
    {
        depth = reader.CurrentDepth;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return true;
        var outer = depth++;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                depth = Math.Max(depth, reader.CurrentDepth + 1);
            else if (reader.CurrentDepth == outer && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                return true;
        }

        return false;
    }

    /// <summary>The column of the property at hand; records mostly have their fields in one order.</summary>
    private int Find(ref Utf8JsonReader reader, int expected)
    {
        var name = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            if (expected < names.Count && name.SequenceEqual(names[expected]))
                return expected;
        }
        else
        {
            var plain = new byte[name.Length];
            try
            {
                name = plain.AsSpan(0, reader.CopyString(plain));
            }
            catch (InvalidOperationException)
            {
                AddError("invalid_utf8", "The name of a field is not valid Unicode.");
                return -1;
            }
        }

        if (lookup.TryGetValue(name, out var column))
            return column;
        if (!Utf8.IsValid(name) || columns.Count >= options.MaxFields)
        {
            AddError(columns.Count >= options.MaxFields ? "too_many_fields" : "invalid_utf8", columns.Count >= options.MaxFields ? $"The records have more than {options.MaxFields} different fields." : "The name of a field is not valid Unicode.");
            return -1;
        }

        return AddColumn(name.ToArray(), null);
    }

    private int AddColumn(byte[] utf8, Field? field)
    {
        var name = Encoding.UTF8.GetString(utf8);
        var column = new JsonColumn(name, field, options.Declared.Contains(name));
        column.FillAbsent(rows.Count);
        positions.Add(utf8, columns.Count);
        names.Add(utf8);
        columns.Add(column);
        if (slots.Length < columns.Count)
            Array.Resize(ref slots, columns.Count * 2);
        return columns.Count - 1;
    }

    private void Append(ReadOnlySpan<byte> text, long line)
    {
        if (!Utf8.IsValid(text))
            AddError("invalid_utf8", "The record holds bytes that are not UTF-8.");
        var isReadable = errors.Count == 0;
        for (var i = 0; i < columns.Count; i++)
        {
            var slot = slots[i];
            if (!isReadable || slot.Record != record)
                columns[i].AppendAbsent();
            else
                AppendValue(columns[i], slot.Token, text.Slice(slot.Start, slot.Length));
        }

        if (errors.Count > 0)
        {
            RecordError[] placed = [.. errors.Select(error => error with { Message = string.Create(CultureInfo.InvariantCulture, $"Line {line}: {error.Message}") })];
            var isObject = text[0] == '{' && Utf8.IsValid(text) && !errors.Exists(error => error.Code == "invalid_json");
            rows.Reject(new RejectedRecord(options.Partition, rows.NextOrdinal, isObject ? text.ToArray() : RawRecord.Of(text), placed));
        }

        rows.Add(1, errors.Count > 0 ? [0] : []);
    }

    private void AppendValue(JsonColumn column, JsonToken token, ReadOnlySpan<byte> text)
    {
        Fit fit;
        try
        {
            fit = column.Append(token, text);
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
        var word = column.Type?.ToString().ToLowerInvariant() ?? "decimal";
        if (fit == Fit.OutOfRange)
            AddError("number_out_of_range", $"{shown} in '{column.Name}' has more digits than {word} holds.", column.Name, "schema");
        else
            AddError("type_mismatch", $"{shown} in '{column.Name}' is not {word}, the field's type; declare another type in the source's schema if it should be.", column.Name, "schema");
    }

    private void AddError(string code, string message, string? field = null, string rule = "json_format") =>
        errors.Add(new RecordError("source", field, rule, code, message));
}
