using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Enriching;

/// <summary>What an API said of a record.</summary>
/// <param name="Json">The answer; null when nothing is known.</param>
/// <param name="Failure">Why there is none; null when there is.</param>
internal sealed record EnrichmentAnswer(byte[]? Json, ConnectorException? Failure)
{
    /// <summary>The answer that these bytes are; none when there are none.</summary>
    /// <exception cref="ConnectorException">They are not JSON, such as the page of a proxy.</exception>
    public static EnrichmentAnswer Read(ReadOnlyMemory<byte>? body, Uri url)
    {
        if (body is not { } json)
            return new EnrichmentAnswer(null, null);
        try
        {
            var reader = new Utf8JsonReader(json.Span, JsonPath.Parsing);
            while (reader.Read())
            {
            }

            return new EnrichmentAnswer(json.ToArray(), null);
        }
        catch (JsonException)
        {
            throw new ConnectorException(ErrorClass.Data, "enrichment_unreadable", $"{url.Authority} answered with what is not JSON.");
        }
    }
}
