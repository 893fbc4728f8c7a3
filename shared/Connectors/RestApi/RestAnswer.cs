using System.Globalization;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.RestApi;

/// <summary>What an API answered to one request.</summary>
/// <param name="Body">The body, UTF-8 JSON.</param>
/// <param name="Next">The address of the <c>Link</c> header with <c>rel="next"</c>.</param>
internal sealed record RestAnswer(byte[] Body, string? Next)
{
    private static readonly JsonReaderOptions Parsing = new() { MaxDepth = 1024 };

    /// <summary>The text or number at a path such as <c>meta.next_cursor</c>; null when there is none.</summary>
    /// <exception cref="ConnectorException">The body is no JSON (class data).</exception>
    public string? Text(string path)
    {
        try
        {
            return Find(path);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ConnectorException(ErrorClass.Data, "invalid_json", $"The answer is no JSON, so '{path}' cannot be found in it: {exception.Message}", innerException: exception);
        }
    }

    /// <summary>The number of all records, where the answer tells.</summary>
    public long? Total(string? path) =>
        path is not null && long.TryParse(Text(path), NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? total : null;

    private string? Find(string path)
    {
        var reader = new Utf8JsonReader(Body, Parsing);
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
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
    }

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
