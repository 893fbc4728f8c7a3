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
