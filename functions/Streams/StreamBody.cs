using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Streams;

/// <summary>Reads events out of a body.</summary>
internal static class StreamBody
{
    private const int MaxBytes = 4 << 20;
    private const int MaxEvents = 10_000;
    private const int MaxEventBytes = 256 << 10;
    private const int MostProblems = 20;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>The events, each a JSON object as it was written.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var isLines = request.ContentType?.Contains("ndjson", StringComparison.OrdinalIgnoreCase) == true || request.ContentType?.Contains("jsonl", StringComparison.OrdinalIgnoreCase) == true;
        if (!isLines && !request.HasJsonContentType())
            throw new ApiException(415, "unsupported_media_type", "Send events as application/json (an object or an array) or application/x-ndjson (an object a line).");
        var body = await request.ReadBytesAsync(MaxBytes, cancellationToken);
        var events = isLines ? Lines(body) : Values(body);
        var problems = new Problems();
        if (events.Count > MaxEvents)
            problems.Add("$", $"has {events.Count} events; {MaxEvents} are taken at a time.");
        for (var i = 0; i < events.Count && problems.Count < MostProblems; i++)
        {
            if (events[i].Kind != JsonValueKind.Object)
                problems.Add($"$[{i}]", "must be an object.");
            else if (events[i].Text.Length > MaxEventBytes)
                problems.Add($"$[{i}]", $"is larger than {MaxEventBytes >> 10} KB: send a reference in place of the data itself.");
        }

        problems.ThrowIfAny();
        return [.. events.Select(one => one.Text)];
    }

    private static List<(JsonValueKind Kind, ReadOnlyMemory<byte> Text)> Values(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, Strict);
        return document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray().Select(Of)] : [Of(document.RootElement)];
    }

    private static List<(JsonValueKind Kind, ReadOnlyMemory<byte> Text)> Lines(ReadOnlyMemory<byte> body)
    {
        var events = new List<(JsonValueKind, ReadOnlyMemory<byte>)>();
        foreach (var line in body.Span.Split((byte)'\n'))
        {
            var text = body[line];
            if (text.Span.Trim(" \t\r"u8).IsEmpty)
                continue;
            using var document = JsonDocument.Parse(text, Strict);
            events.Add(Of(document.RootElement));
        }

        return events;
    }

    /// <summary>On one line, whatever it was written on; digits stay as they are.</summary>
    private static (JsonValueKind Kind, ReadOnlyMemory<byte> Text) Of(JsonElement value) => (value.ValueKind, JsonSerializer.SerializeToUtf8Bytes(value));
}
