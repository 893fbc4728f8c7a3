using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Json;

/// <summary>Finds out where the records of a JSON text stand, reading only as far as it must.</summary>
public sealed class JsonLayoutDetector
{
    // A text or number is looked at whole.
    private const int MaxValueBytes = 64 << 20;

    private static readonly string[] UsualNames = ["data", "items", "results", "records", "value"];

    private readonly JsonDataPath? path;
    private readonly List<(string Name, ReadPosition Start)> arrays = [];
    private readonly List<string?> keys = [null];
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = int.MaxValue, AllowMultipleValues = true });
    private ReadPosition position = new(0, 1);
    private bool hasBegun;
    private bool rootHasEnded;

    private JsonLayoutDetector(JsonDataPath? path) => this.path = path;

    /// <summary>The layout of the text.</summary>
    /// <param name="utf8">A stream that stands at the text's beginning, behind the byte order mark.</param>
    /// <param name="dataPath">The path of the array that the user gave, or null: then the text itself is an array or lines of objects, or an object with one array of a usual name.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConnectorException">There are no records to be found (class settings), or the text is no JSON (class data).</exception>
    public static async Task<JsonLayout> DetectAsync(Stream utf8, string? dataPath, CancellationToken cancellationToken)
    {
        using var text = new TextBuffer(utf8, long.MaxValue);
        var detector = new JsonLayoutDetector(string.IsNullOrWhiteSpace(dataPath) ? null : JsonDataPath.Parse(dataPath));
        do
        {
            if (text.End - text.Start > MaxValueBytes)
                throw new ConnectorException(ErrorClass.Data, "record_too_large", $"Before the records stands a text of more than {MaxValueBytes >> 20} MB.", "Write the records as one object a line.");
            await text.FillAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (detector.Step(text) is { } found)
                    return found;
            }
            catch (JsonException problem)
            {
                // A first line that is broken is no reason to refuse lines: it will be rejected alone.
                if (detector.path is null && detector.arrays.Count == 0 && text.Span.StartsWith((byte)'{') && text.Span.Contains((byte)'\n'))
                    return new JsonLayout(JsonFraming.Lines, new ReadPosition(0, 1));
                throw new ConnectorException(ErrorClass.Data, "invalid_json", $"The text is not JSON: {problem.Message}", innerException: problem);
            }
        }
        while (!text.IsFinal);

        return detector.Finish();
    }

    private JsonLayout? Step(TextBuffer text)
    {
        var span = text.Span;
        var reader = new Utf8JsonReader(span, text.IsFinal, state);
        while (!IsAtEmptyEnd(span, ref reader, text.IsFinal) && reader.Read())
        {
            hasBegun = true;
            // A second value after the first: one a line.
            if (rootHasEnded)
                return new JsonLayout(JsonFraming.Lines, new ReadPosition(0, 1));
            if (See(ref reader, span) is { } found)
                return found;
            rootHasEnded = reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
        }

        state = reader.CurrentState;
        var used = (int)reader.BytesConsumed;
        position = new ReadPosition(position.Offset + used, position.Line + span[..used].Count((byte)'\n'));
        text.Use(text.Start + used);
        return null;
    }

    /// <summary>Whether only white space is left of the whole text: the parser would call that an error.</summary>
    private bool IsAtEmptyEnd(ReadOnlySpan<byte> span, ref Utf8JsonReader reader, bool isFinal) =>
        isFinal && (rootHasEnded || !hasBegun) && span[(int)reader.BytesConsumed..].IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private JsonLayout? See(ref Utf8JsonReader reader, ReadOnlySpan<byte> span)
    {
        var depth = reader.CurrentDepth;
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            while (keys.Count <= depth)
                keys.Add(null);
            keys[depth] = depth <= (path?.Depth ?? 1) ? NameOf(ref reader) : null;
            return null;
        }

        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return null;
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        var start = At(ref reader, span, isArray ? 1 : 0);
        if (path is not null)
            return path.Matches(keys, depth) ? new JsonLayout(isArray ? JsonFraming.Array : JsonFraming.Single, start) : null;
        if (depth == 0 && isArray)
            return new JsonLayout(JsonFraming.Array, start);
        if (depth == 1 && isArray)
            arrays.Add((keys[1] ?? "", start));
        return null;
    }

    private static string? NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no UTF-8, or half of a surrogate pair: no path leads there.
            return null;
        }
    }

    private ReadPosition At(ref Utf8JsonReader reader, ReadOnlySpan<byte> span, int behind)
    {
        var at = (int)reader.TokenStartIndex + behind;
        return new ReadPosition(position.Offset + at, position.Line + span[..at].Count((byte)'\n'));
    }

    private JsonLayout Finish()
    {
        if (path is not null)
            throw new ConnectorException(ErrorClass.Settings, "data_path_not_found", $"There is no array at '{path.Text}' in the document.{Known()}", "Set json.data_path to where the records stand.");
        if (!hasBegun)
            return new JsonLayout(JsonFraming.Lines, new ReadPosition(0, 1));
        var usual = arrays.Where(array => UsualNames.Contains(array.Name)).ToList();
        if (usual.Count == 1)
            return new JsonLayout(JsonFraming.Array, usual[0].Start);
        if (arrays.Count == 0)
            return new JsonLayout(JsonFraming.Single, new ReadPosition(0, 1));
        throw new ConnectorException(ErrorClass.Settings, "data_path_required", $"The document is an object, and which of its arrays holds the records is not clear.{Known()}", "Set json.data_path.");
    }

    private string Known() => arrays.Count == 0 ? "" : $" It has arrays at: {string.Join(", ", arrays.Select(array => array.Name))}.";
}
