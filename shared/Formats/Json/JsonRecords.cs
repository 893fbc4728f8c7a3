using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Fields;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Json;

/// <summary>Turns JSON objects into columns, in one pass over each: first where every value stands, then the values.</summary>
internal sealed class JsonRecords(ReadOptions options)
{
    // However deep a record is, it is read over, and rejected; the parser keeps one bit a level.
    private static readonly JsonReaderOptions Parsing = new() { MaxDepth = int.MaxValue };

    private readonly FieldColumns fields = new(options, "json_format");

    public bool IsEmpty => fields.IsEmpty;

    public bool IsFull => fields.IsFull;

    /// <summary>What was wrong with the text, after <see cref="JsonOutcome.Malformed"/>.</summary>
    public JsonException? Problem { get; private set; }

    /// <summary>Reads the value that <paramref name="text"/> begins with as a record.</summary>
    /// <param name="text">The text from the value's first byte on.</param>
    /// <param name="isFinal">Whether nothing comes after it.</param>
    /// <param name="isAlone">Whether the value has to take all of the text.</param>
    /// <param name="line">The line it begins at.</param>
    /// <param name="used">The bytes that the value takes.</param>
    public JsonOutcome TryRead(ReadOnlySpan<byte> text, bool isFinal, bool isAlone, long line, out int used)
    {
        used = 0;
        fields.Begin();
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
            fields.AddError("invalid_json", "Something follows the object in its line.");
        Append(isAlone ? text : text[..used], line);
        return JsonOutcome.Read;
    }

    /// <summary>Makes a rejected record of a text that is no JSON.</summary>
    public void Reject(ReadOnlySpan<byte> text, string code, string message, string place) => fields.RejectText(text, code, message, place);

    /// <summary>The batch of what was read since the last one.</summary>
    public SourceBatch Build(ReadPosition? position, long bytesRead) => fields.Build(position, bytesRead);

    private bool TryFindValues(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            fields.AddError("not_an_object", "The value is not an object, so it has no fields.");
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
            var kind = KindOf(ref reader);
            if (!TrySkip(ref reader, out var depth))
                return false;
            if (depth > options.MaxDepth)
                fields.AddError("too_deep", $"The record is nested deeper than {options.MaxDepth} levels.");
            if (column < 0)
                continue;
            fields.Set(column, kind, start, (int)reader.BytesConsumed - start);
            expected = column + 1;
        }

        return false;
    }

    private static ValueKind KindOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => ValueKind.Null,
        JsonTokenType.True or JsonTokenType.False => ValueKind.Bool,
        JsonTokenType.String => ValueKind.String,
        JsonTokenType.Number => reader.TryGetInt64(out _) ? ValueKind.Integer : ValueKind.Decimal,
        _ => ValueKind.Nested,
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

    private int Find(ref Utf8JsonReader reader, int expected)
    {
        if (!reader.ValueIsEscaped)
            return fields.Find(reader.ValueSpan, expected);
        var plain = new byte[reader.ValueSpan.Length];
        try
        {
            return fields.Find(plain.AsSpan(0, reader.CopyString(plain)), expected);
        }
        catch (InvalidOperationException)
        {
            fields.AddError("invalid_utf8", "The name of a field is not valid Unicode.");
            return -1;
        }
    }

    private void Append(ReadOnlySpan<byte> text, long line)
    {
        var isText = Utf8.IsValid(text);
        if (!isText)
            fields.AddError("invalid_utf8", "The record holds bytes that are not UTF-8.");
        if (fields.TryAppend(text))
            return;
        // What is nested too deep is kept as text: whoever looks at it afterwards need not be able to parse it.
        var isObject = isText && text[0] == '{' && !fields.Errors.Any(error => error.Code is "invalid_json" or "too_deep");
        fields.Reject(isObject ? text.ToArray() : RawRecord.Of(text), string.Create(CultureInfo.InvariantCulture, $"Line {line}"));
    }
}
