using System.Text.Json;

namespace DataAggregator.Transformations.Fields;

/// <summary>Finds a value inside JSON text without building anything.</summary>
internal static class JsonPath
{
    /// <summary>How values of json fields are parsed: they may be nested deeper than the parser's own limit, 64, for sources bring what they have.</summary>
    public static JsonReaderOptions Parsing { get; } = new() { MaxDepth = 1024 };

    /// <summary>Where the value at <paramref name="path"/> stands in <paramref name="json"/>.</summary>
    /// <returns>False when there is none.</returns>
    public static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<PathSegment> path, out Range range)
    {
        range = default;
        var reader = new Utf8JsonReader(json, Parsing);
        reader.Read();
        foreach (var segment in path)
        {
            if (segment.Key is { } key ? !TryEnterKey(ref reader, key) : !TryEnterIndex(ref reader, segment.Index))
                return false;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        range = start..(int)reader.BytesConsumed;
        return true;
    }

    /// <summary>Where the value stands together with its key and one of the commas beside it: what goes when it is removed.</summary>
    /// <returns>False when there is none.</returns>
    public static bool TryFindMember(ReadOnlySpan<byte> json, ReadOnlySpan<PathSegment> path, out Range range)
    {
        if (!TryFind(json, path, out range))
            return false;
        var (start, end) = (range.Start.Value, range.End.Value);
        if (path[^1].Key is not null)
        {
            // Before the value there is only its key: a string, whose inner quotes are escaped.
            var colon = json[..start].LastIndexOf((byte)':');
            start = json[..colon].LastIndexOf((byte)'"');
            do
                start = json[..start].LastIndexOf((byte)'"');
            while (IsEscaped(json, start));
        }

        var before = json[..start].TrimEnd(" \t\r\n"u8);
        var after = json[end..].TrimStart(" \t\r\n"u8);
        if (after[0] == ',')
            range = start..(json.Length - after[1..].TrimStart(" \t\r\n"u8).Length);
        else
            range = (before[^1] == ',' ? before.Length - 1 : start)..end;
        return true;
    }

    private static bool IsEscaped(ReadOnlySpan<byte> json, int at)
    {
        var backslashes = at - json[..at].TrimEnd((byte)'\\').Length;
        return backslashes % 2 == 1;
    }

    private static bool TryEnterKey(ref Utf8JsonReader reader, byte[] key)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(key);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool TryEnterIndex(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
                return true;
            reader.Skip();
        }

        return false;
    }
}
