using System.Text.Json;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>The events of an HTTP send: one, the body as it is, or many, as the service's JSON.</summary>
internal static class SendRequest
{
    /// <summary>The content type of many events: <c>[{"Body":"...","UserProperties":{...}}]</c>.</summary>
    private const string BatchContentType = "application/vnd.microsoft.servicebus.json";

    /// <summary>The JSON of a full message is larger than the message.</summary>
    private const long BodyLimit = 4 * EventSize.Limit;

    /// <summary>Reads the events.</summary>
    /// <exception cref="BadHttpRequestException">The request is malformed (400) or too large (413).</exception>
    public static async Task<IReadOnlyList<EventData>> EventsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await BodyAsync(request, cancellationToken);
        var events = request.ContentType?.StartsWith(BatchContentType, StringComparison.OrdinalIgnoreCase) == true
            ? Batch(body)
            : [new EventData(body) { ContentType = request.ContentType }];
        return EventSize.BatchOverhead + events.Sum(EventSize.Of) <= EventSize.Limit ? events : throw TooLarge();
    }

    /// <summary>Where the header <c>BrokerProperties: {"PartitionKey":"..."}</c> and the path send the events.</summary>
    /// <exception cref="BadHttpRequestException">The header is malformed.</exception>
    public static SendEventOptions Options(HttpRequest request, string? partitionId)
    {
        var header = request.Headers["BrokerProperties"].ToString();
        var key = header.Length == 0 ? null : PartitionKey(header);
        return key is null || partitionId is null
            ? new SendEventOptions { PartitionKey = key, PartitionId = partitionId }
            : throw new BadHttpRequestException("Events go to a partition by key or by id, not both: leave PartitionKey out of BrokerProperties.");
    }

    private static string? PartitionKey(string header)
    {
        try
        {
            using var properties = JsonDocument.Parse(header);
            return properties.RootElement.TryGetProperty("PartitionKey", out var key) ? key.GetString() : null;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The header BrokerProperties has to be a JSON object, such as {\"PartitionKey\":\"customer-1\"}.", cause);
        }
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > BodyLimit)
            {
                throw TooLarge();
            }
        }

        return body.ToArray();
    }

    private static List<EventData> Batch(byte[] body)
    {
        try
        {
            using var items = JsonDocument.Parse(body);
            return [.. items.RootElement.EnumerateArray().Select(Event)];
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new BadHttpRequestException("The body has to be a JSON array such as [{\"Body\":\"text\",\"UserProperties\":{\"kind\":\"order\"}}].", cause);
        }
    }

    private static EventData Event(JsonElement item)
    {
        var data = new EventData(item.GetProperty("Body").GetString() ?? throw new JsonException("Body is null."));
        if (item.TryGetProperty("UserProperties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                data.Properties[property.Name] = Value(property.Value)!;
            }
        }

        return data;
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
        JsonValueKind.Null => null,
        _ => throw new JsonException("A user property has to be text, a number, a boolean or null."),
    };

    private static BadHttpRequestException TooLarge()
        => new($"The events are more than the {EventSize.Limit} bytes that one message may hold: send fewer at a time.", StatusCodes.Status413PayloadTooLarge);
}
