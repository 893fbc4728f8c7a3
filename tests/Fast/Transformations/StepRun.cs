using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>One run of a compiled program over a batch, cut into partitions or not.</summary>
internal static class StepRun
{
    private static readonly ISpillStore Spill = new ServiceCollection().AddDiskSpill(Path.Combine(Path.GetTempPath(), "dataaggregator-tests-spill"))
        .BuildServiceProvider().GetRequiredService<ISpillStore>();

    public static StepsResult Run(ITransformationProgram program, INamedInputs inputs, RecordBatch input, int pieces, long memory) =>
        RunAsync(program, inputs, input, pieces, memory).GetAwaiter().GetResult();

    /// <summary>What steps have at hand that read no inputs.</summary>
    public static TransformationResources Resources(MemoryBudget memory, INamedInputs? inputs = null, IEnrichmentClient? api = null, ISourceLookups? lookups = null) =>
        new(Steps.Context, inputs ?? new NoInputs(), Spill, memory, workers: 3) { Enrichment = api ?? new AnsweringApi(), Lookups = lookups };

    private static async Task<StepsResult> RunAsync(ITransformationProgram program, INamedInputs inputs, RecordBatch input, int pieces, long memory)
    {
        await using var resources = Resources(new MemoryBudget(memory), inputs);
        var rejected = new List<RejectedRecord>();
        var (chains, partitions) = (new List<ITransformationChain>(), new List<List<RecordBatch>>());
        foreach (var piece in Cut(input, pieces))
        {
            var chain = program.OpenChain(resources);
            var results = await chain.ApplyAsync(piece, CancellationToken.None).ToListAsync();
            rejected.AddRange(results.SelectMany(result => result.Rejected));
            chains.Add(chain);
            partitions.Add([.. results.Select(result => result.Batch)]);
        }

        var counts = chains.Select(chain => chain.Counts).Aggregate((sum, next) => [.. sum.Zip(next, (left, right) => left.Plus(right))]);
        if (!program.NeedsWholeRun)
        {
            var output = partitions.Single();
            var texts = output.Select(batch => JsonRecords.Write(batch)[1..^1]).Where(text => text.Length > 0).ToList();
            output.ForEach(batch => batch.Dispose());
            return new StepsResult($"[{string.Join(',', texts)}]", output[0].Schema, rejected, counts) { Batches = output.Count };
        }

        await using var gathering = program.OpenGathering(resources);
        var (records, schema) = (new List<string>(), program.Describe(input.Schema));
        await foreach (var result in gathering.RunAsync([.. partitions.Select(batches => batches.ToAsyncEnumerable())], (_, _, lot, _) => Keep(rejected, lot), CancellationToken.None))
        {
            using (result.Batch)
            {
                rejected.AddRange(result.Rejected);
                records.Add(JsonRecords.Write(result.Batch)[1..^1]);
                schema = result.Batch.Schema;
            }
        }

        return new StepsResult($"[{string.Join(',', records.Where(text => text.Length > 0))}]", schema, ReadAgain(rejected, input, pieces), [.. counts, .. gathering.Counts]);
    }

    private static ValueTask Keep(List<RejectedRecord> rejected, IReadOnlyList<RejectedRecord> lot)
    {
        lock (rejected)
            rejected.AddRange(lot);
        return ValueTask.CompletedTask;
    }

    /// <summary>As a run does, after the last step.</summary>
    private static IReadOnlyList<RejectedRecord> ReadAgain(List<RejectedRecord> rejected, RecordBatch input, int pieces)
    {
        var parts = Cut(input, pieces).ToDictionary(part => part.Partition);
        RejectedRecord Again(RejectedRecord record)
        {
            var part = parts[record.Partition];
            return record with { Record = RecordJson.ToBytes(part, checked((int)(record.Ordinal - part.FirstOrdinal))) };
        }

        IReadOnlyList<RejectedRecord> again = [.. rejected.Select(record => record.IsChanged ? Again(record) : record)];
        foreach (var part in parts.Values)
            part.Dispose();
        return again;
    }

    private static IEnumerable<RecordBatch> Cut(RecordBatch input, int pieces)
    {
        if (pieces == 1)
            return [input.Share()];
        var size = Math.Max(1, (input.Count + pieces - 1) / pieces);
        return Enumerable.Range(0, pieces).Select(piece =>
        {
            var rows = Enumerable.Range(piece * size, Math.Clamp(input.Count - (piece * size), 0, size)).Select(input.RowAt).ToArray();
            using var part = input.Select(rows);
            return part.Renumber(piece, input.FirstOrdinal);
        });
    }
}
