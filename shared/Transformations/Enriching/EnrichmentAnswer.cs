using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Enriching;

/// <summary>What an API said of a record.</summary>
/// <param name="Json">The answer; null when nothing is known.</param>
/// <param name="Failure">Why there is none; null when there is.</param>
internal sealed record EnrichmentAnswer(byte[]? Json, ConnectorException? Failure)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1024 };

    /// <summary>The answer that these bytes are; none when there are none.</summary>
    /// <exception cref="ConnectorException">They are not JSON, such as the page of a proxy.</exception>
    public static EnrichmentAnswer Read(ReadOnlyMemory<byte>? body, string source)
    {
        if (body is not { } json)
            return new EnrichmentAnswer(null, null);
        try
        {
            return new EnrichmentAnswer(Compact(json.Span), null);
        }
        catch (JsonException)
        {
            throw new ConnectorException(ErrorClass.Data, "enrichment_unreadable", $"{source} answered with what is not JSON.");
        }
    }

    // Values go into the records as they stand here: without the line breaks of an answer that was made for people.
    private static byte[] Compact(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonPath.Parsing);
        using var document = JsonDocument.ParseValue(ref reader);
        while (reader.Read())
        {
        }

        var compact = new ArrayBufferWriter<byte>(Math.Max(json.Length, 1));
        using (var writer = new Utf8JsonWriter(compact, Writing))
            document.WriteTo(writer);
        return compact.WrittenSpan.ToArray();
    }
}
