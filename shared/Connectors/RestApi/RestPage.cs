using System.Security.Cryptography;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Json;

namespace DataAggregator.Connectors.RestApi;

/// <summary>The records of one answer.</summary>
internal sealed class RestPage : IDisposable
{
    private readonly long bytes;
    private SourceBatch? batch;

    private RestPage(SourceBatch? batch, Schema schema, string digest, long bytes)
    {
        this.batch = batch;
        this.bytes = bytes;
        Schema = schema;
        Digest = digest;
        Records = batch?.Batch.RowCount ?? 0;
    }

    /// <summary>Records in the answer, rejected ones included.</summary>
    public int Records { get; }

    /// <summary>Their fields.</summary>
    public Schema Schema { get; }

    /// <summary>A digest of the records' text.</summary>
    public string Digest { get; }

    /// <summary>Reads the records of an answer.</summary>
    /// <exception cref="ConnectorException">It is no JSON (class data), or where it holds records cannot be told (class settings).</exception>
    public static async Task<RestPage> ReadAsync(
        RestAnswer answer, string? dataPath, ReadRequest request, IEnumerable<string> declared, Uri url, CancellationToken cancellationToken)
    {
        if (answer.Body.Length == 0)
            return new RestPage(null, request.Schema, "", 0);
        try
        {
            using var body = new MemoryStream(answer.Body, writable: false);
            var layout = await JsonLayoutDetector.DetectAsync(body, dataPath, cancellationToken).ConfigureAwait(false);
            var options = new ReadOptions
            {
                Schema = request.Schema,
                Declared = declared.ToHashSet(StringComparer.Ordinal),
                Partition = request.Partition.Index,
                FirstOrdinal = request.FirstOrdinal,
                Offset = layout.Start.Offset,
                Line = layout.Start.Line,
                // A page is one batch: there is no place inside it to go on from.
                BatchRows = int.MaxValue,
                BatchBytes = int.MaxValue,
            };
            var read = await ReadAsync(body, layout, options, cancellationToken).ConfigureAwait(false);
            if (request.Widens && Misfits(read, options, request.CursorField) is { Count: > 0 } misfits)
            {
                // The page is at hand: it is read once more, by types that take what it holds.
                read!.Batch.Dispose();
                options = options with { Schema = await WidenAsync(body, layout, options, misfits, cancellationToken).ConfigureAwait(false) };
                read = await ReadAsync(body, layout, options, cancellationToken).ConfigureAwait(false);
            }

            var records = answer.Body.AsMemory((int)layout.Start.Offset, (int)(read?.BytesRead ?? 0));
            return new RestPage(read, read?.Batch.Schema ?? request.Schema, Convert.ToHexStringLower(SHA256.HashData(records.Span).AsSpan(0, 16)), answer.Body.Length);
        }
        catch (ConnectorException exception)
        {
            if (CutOffJson.IsIn(answer.Body))
                throw CutOffJson.Error(url);
            throw new ConnectorException(
                exception.Class, exception.Code, $"The answer of {url.Host}:{url.Port}{url.AbsolutePath} cannot be read: {exception.Message}", exception.Hint?.Replace("json.data_path", "data_path", StringComparison.Ordinal), exception);
        }
    }

    /// <summary>The records as a batch, which is the caller's from now on; null when there are none.</summary>
    public SourceBatch? TakeBatch(string? position)
    {
        var taken = batch is null ? null : batch with { Position = position, BytesRead = bytes };
        batch = null;
        return taken;
    }

    public void Dispose() => batch?.Batch.Dispose();

    private static async Task<SourceBatch?> ReadAsync(MemoryStream body, JsonLayout layout, ReadOptions options, CancellationToken cancellationToken)
    {
        body.Position = layout.Start.Offset;
        SourceBatch? read = null;
        await foreach (var next in new JsonReader(layout.Framing, options).ReadAsync(body, cancellationToken).ConfigureAwait(false))
            read = next;
        return read;
    }

    /// <summary>The fields of inferred type that have a value of another one.</summary>
    private static HashSet<string> Misfits(SourceBatch? read, ReadOptions options, string? cursorField) =>
    [
        .. (read?.Rejected ?? []).SelectMany(record => record.Errors).Where(error => error.Rule == "schema").Select(error => error.Field!)
            .Where(field => field != cursorField && !options.Declared.Contains(field) && options.Schema!.IndexOf(field) >= 0),
    ];

    /// <summary>The fields with types that hold what was read before and what this page holds.</summary>
    private static async Task<Schema> WidenAsync(MemoryStream body, JsonLayout layout, ReadOptions options, HashSet<string> misfits, CancellationToken cancellationToken)
    {
        var settled = new Schema(options.Schema!.Where(field => !misfits.Contains(field.Name)));
        var open = await ReadAsync(body, layout, options with { Schema = settled }, cancellationToken).ConfigureAwait(false);
        open!.Batch.Dispose();
        return new Schema(options.Schema!.Select(field => misfits.Contains(field.Name) && open.Batch.Schema.Find(field.Name) is { } found ? new Schema(field).Union(new Schema(found))[0] : field));
    }
}
