using System.Text.Json;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Tells an answer that ended too early, which the next request may get whole, from one that is no JSON and stays so. A compressed body that is cut off ends without an error.</summary>
internal static class CutOffJson
{
    /// <summary>Whether the last character shows that the object or array, with which the body begins, is not closed. Cheap, and sure where it says so.</summary>
    public static bool ShowsIn(ReadOnlySpan<byte> body)
    {
        var text = body.Trim(" \t\r\n"u8);
        return text.Length > 0 && ((text[0] == '[' && text[^1] != ']') || (text[0] == '{' && text[^1] != '}')) && IsIn(body);
    }

    /// <summary>Whether the body is the beginning of JSON, and nothing but its rest is missing.</summary>
    public static bool IsIn(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 1024 }));
        try
        {
            while (reader.Read())
                continue;
        }
        catch (JsonException)
        {
            // What stands there is wrong: asked again, it would be again.
            return false;
        }

        return reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject || reader.CurrentDepth > 0 || reader.BytesConsumed < body.TrimEnd(" \t\r\n"u8).Length;
    }

    /// <summary>The error that says so.</summary>
    public static ConnectorException Error(Uri url) =>
        new(ErrorClass.Transient, "truncated_answer", $"The answer of {url.Host}:{url.Port}{url.AbsolutePath} ends in the middle of its JSON.", "If it stays so, the API or a proxy cuts its answers: ask for smaller pages (pagination.page_size).");
}
