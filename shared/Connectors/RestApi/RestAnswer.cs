using System.Globalization;
using System.Text.Json;

namespace DataAggregator.Connectors.RestApi;

/// <summary>What an API answered to one request.</summary>
/// <param name="Body">The body, UTF-8 JSON.</param>
/// <param name="Next">The address of the <c>Link</c> header with <c>rel="next"</c>.</param>
internal sealed record RestAnswer(byte[] Body, string? Next)
{
    /// <summary>The text or number at a path such as <c>meta.next_cursor</c>; null when there is none.</summary>
    public string? Text(string path)
    {
        var reader = new Utf8JsonReader(Body);
        if (!reader.Read())
            return null;
        foreach (var key in path.Split('.'))
        {
            if (reader.TokenType != JsonTokenType.StartObject || !TryEnter(ref reader, key))
                return null;
        }

        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
    }

    /// <summary>The number of all records, where the answer tells.</summary>
    public long? Total(string? path) =>
        path is not null && long.TryParse(Text(path), NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : null;

    private static bool TryEnter(ref Utf8JsonReader reader, string key)
    {
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
}
