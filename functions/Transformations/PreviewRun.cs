using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Runs;

namespace DataAggregator.Functions.Transformations;

/// <summary>Runs steps over records in memory, by the very engine that runs use.</summary>
internal sealed class PreviewRun(ITransformationProgram program, TransformationResources resources)
{
    private const int MaxRecords = 10_000;

    // A join may make many records of one: what it makes of some is counted before it takes more.
    private const int Piece = 100;

    private readonly List<RejectedRecord> rejected = [];

    /// <summary>What comes of the records.</summary>
    /// <exception cref="InvalidDocumentException">More than anybody looks at.</exception>
    public async Task<PreviewAnswer> RunAsync(PreviewInputs inputs, CancellationToken cancellationToken)
    {
        var input = inputs.Records;
        rejected.AddRange(inputs.Rejected);
        var chain = program.OpenChain(resources);
        await using var gathering = program.NeedsWholeRun ? program.OpenGathering(resources) : null;
        var output = ThroughChainAsync(chain, input, cancellationToken);
        var records = await WriteAsync(gathering is null ? output : ThroughGatheringAsync(gathering, output, cancellationToken), cancellationToken);
        IReadOnlyList<StepCounts> counts = [.. chain.Counts, .. gathering?.Counts ?? []];
        return new PreviewAnswer(
            records,
            [.. rejected.Select(record => PreviewRejected.Of(AsRead(record, input)))],
            input.Schema,
            program.Describe(input.Schema),
            new PreviewStats(input.Count + inputs.Rejected.Count, records.Length, rejected.Count, counts.Sum(step => step.Filtered)),
            [.. counts.Select(StepAnswer.Of)],
            resources.Samples?.Steps.Select(Sample).ToList());
    }

    /// <summary>As a run does, a record that steps had changed before it was rejected is shown as it came.</summary>
    private static RejectedRecord AsRead(RejectedRecord record, RecordBatch input) =>
        record.IsChanged ? record with { Record = RecordJson.ToBytes(input, checked((int)(record.Ordinal - input.FirstOrdinal))) } : record;

    // Numbers keep their digits as written, which JSON elements do too.
    private static async Task<JsonElement[]> WriteAsync(IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        var count = 0;
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            using (batch)
            {
                count += batch.Count;
                if (count > MaxRecords)
                    throw new InvalidDocumentException([new("$.records", $"give more than {MaxRecords} records; send fewer, a preview needs only a sample.")]);
                for (var i = 0; i < batch.Count; i++)
                    RecordJson.Write(writer, batch, batch.RowAt(i));
            }
        }

        writer.WriteEndArray();
        await writer.FlushAsync(cancellationToken);
        return JsonSerializer.Deserialize<JsonElement[]>(buffer.WrittenSpan)!;
    }

    private async IAsyncEnumerable<RecordBatch> ThroughChainAsync(ITransformationChain chain, RecordBatch input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Without records there is one piece all the same: a step may make some of none.
        for (var first = 0; first == 0 || first < input.Count; first += Piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = input.Select([.. Enumerable.Range(first, Math.Min(Piece, input.Count - first)).Select(input.RowAt)]);
            await foreach (var result in chain.ApplyAsync(piece, cancellationToken))
            {
                rejected.AddRange(result.Rejected);
                yield return result.Batch;
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> ThroughGatheringAsync(
        IGathering gathering, IAsyncEnumerable<RecordBatch> records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var result in gathering.RunAsync([records], KeepAsync, cancellationToken))
        {
            rejected.AddRange(result.Rejected);
            yield return result.Batch;
        }
    }

    private ValueTask KeepAsync(int partition, int number, IReadOnlyList<RejectedRecord> records, CancellationToken cancellationToken)
    {
        rejected.AddRange(records);
        return ValueTask.CompletedTask;
    }

    private static bool IsOf(string step, string rejecting) =>
        rejecting.StartsWith(step, StringComparison.Ordinal) && (rejecting.Length == step.Length || rejecting[step.Length] == '.');

    private PreviewSample Sample(StepSample sample) => new(
        sample.Step,
        sample.Name,
        [.. sample.Before.Select(record => RecordJson.Parse(record))],
        [.. sample.After.Select(record => RecordJson.Parse(record))],
        [.. rejected.Where(record => IsOf(sample.Step, record.Errors[0].Step)).Take(resources.Samples!.Size).Select(PreviewRejected.Of)]);
}
