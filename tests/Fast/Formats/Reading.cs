using System.Text;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Json;

namespace DataAggregator.Tests.Fast.Formats;

/// <summary>Reads small texts whole, and shows records as JSON lines.</summary>
internal static class Reading
{
    public static async Task<(List<string> Records, List<RejectedRecord> Rejected, Schema Schema)> CsvAsync(string text, CsvDialect? dialect = null, Schema? declared = null, ReadOptions? options = null)
    {
        dialect ??= CsvDialect.Default;
        var bytes = Encoding.UTF8.GetBytes(text);
        var header = CsvHeader.Read(bytes, dialect);
        var schema = SchemaUnion.Declare(CsvInference.Infer(bytes.AsSpan((int)header.DataStart), isWhole: true, header.Names, dialect), declared);
        options = (options ?? new ReadOptions()) with
        {
            Schema = schema,
            Declared = (declared ?? Schema.Empty).Select(field => field.Name).ToHashSet(),
            Offset = header.DataStart,
            Line = header.DataLine,
        };
        using var stream = new TrickleStream(bytes) { Position = header.DataStart };
        var (records, rejected) = await DrainAsync(new CsvReader(dialect, header.Names, options).ReadAsync(stream, default));
        return (records, rejected, schema);
    }

    public static async Task<(List<string> Records, List<RejectedRecord> Rejected)> JsonAsync(string text, JsonFraming framing, ReadOptions? options = null)
    {
        using var stream = new TrickleStream(Encoding.UTF8.GetBytes(text));
        return await DrainAsync(new JsonReader(framing, options ?? new ReadOptions()).ReadAsync(stream, default));
    }

    public static async Task<(List<string> Records, List<RejectedRecord> Rejected)> DrainAsync(IAsyncEnumerable<SourceBatch> batches)
    {
        var records = new List<string>();
        var rejected = new List<RejectedRecord>();
        await foreach (var read in batches)
        {
            using (read.Batch)
                records.AddRange(Lines(read.Batch));
            rejected.AddRange(read.Rejected);
        }

        return (records, rejected);
    }

    public static Stream Trickle(byte[] bytes) => new TrickleStream(bytes);

    public static IEnumerable<string> Lines(RecordBatch batch) =>
        Enumerable.Range(0, batch.Count).Select(index => Encoding.UTF8.GetString(RecordJson.ToBytes(batch, batch.RowAt(index))));

    /// <summary>Gives few bytes at a time, so that every kind of boundary falls into every kind of place.</summary>
    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, Length > 100_000 ? 60_000 : 7)], cancellationToken);
    }
}
