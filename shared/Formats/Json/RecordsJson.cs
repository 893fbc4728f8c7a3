using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats.Json;

/// <summary>Makes batches of records that stand in memory as JSON: a page of an API, records typed into a preview.</summary>
public static class RecordsJson
{
    /// <summary>One batch of the objects of a JSON array; types are inferred from all of them.</summary>
    /// <exception cref="ConnectorException">An item is not an object, or holds what cannot be kept (class data).</exception>
    public static RecordBatch Read(JsonElement array) => Read(JsonSerializer.SerializeToUtf8Bytes(array));

    /// <summary>As <see cref="Read(JsonElement)"/>, but objects that hold what cannot be kept are rejected one by one.</summary>
    public static SourceBatch ReadEach(JsonElement array) => Fill(JsonSerializer.SerializeToUtf8Bytes(array), Records());

    /// <summary>As the other overload, of UTF-8 text.</summary>
    public static RecordBatch Read(ReadOnlyMemory<byte> array)
    {
        var read = Fill(array, Records());
        if (read.Rejected.Count == 0)
            return read.Batch;
        read.Batch.Dispose();
        var first = read.Rejected[0];
        throw new ConnectorException(ErrorClass.Data, first.Errors[0].Code, $"Record {first.Ordinal + 1}: {first.Errors[0].Message}");
    }

    /// <summary>Batches of the records that stand in a document.</summary>
    /// <param name="document">UTF-8 text.</param>
    /// <param name="dataPath">The path of the array, or null as for <see cref="JsonLayoutDetector.DetectAsync"/>.</param>
    /// <param name="options">What to make of the records.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConnectorException">There are no records to be found (class settings), or the text is no JSON (class data).</exception>
    public static async IAsyncEnumerable<SourceBatch> ReadAsync(
        ReadOnlyMemory<byte> document, string? dataPath, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        JsonLayout layout;
        using (var text = Open(document))
            layout = await JsonLayoutDetector.DetectAsync(text, dataPath, cancellationToken).ConfigureAwait(false);
        using var records = Open(document);
        records.Position = layout.Start.Offset;
        var placed = options with { Offset = layout.Start.Offset, Line = layout.Start.Line };
        await foreach (var batch in new JsonReader(layout.Framing, placed).ReadAsync(records, cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    private static JsonRecords Records() => new(new ReadOptions { BatchRows = int.MaxValue, BatchBytes = int.MaxValue });

    private static SourceBatch Fill(ReadOnlyMemory<byte> array, JsonRecords records)
    {
        var items = JsonDocument.Parse(array, new JsonDocumentOptions { MaxDepth = 1024 });
        using (items)
        {
            if (items.RootElement.ValueKind != JsonValueKind.Array)
                throw new ConnectorException(ErrorClass.Data, "not_an_array", "Records are a JSON array of objects.");
            foreach (var item in items.RootElement.EnumerateArray())
                records.TryRead(JsonMarshal.GetRawUtf8Value(item), isFinal: true, isAlone: true, line: 1, out _);
        }

        return records.Build(null, array.Length);
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> document) =>
        MemoryMarshal.TryGetArray(document, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(document.ToArray(), writable: false);
}
