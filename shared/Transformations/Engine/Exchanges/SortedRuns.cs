using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>
/// Runs of records, each sorted by a key that stands in a last column, merged into one when they are read. Runs are added by several workers;
/// then one reads.
/// </summary>
/// <param name="resources">Budget and spill store.</param>
/// <param name="bytesOfRun">What a run takes while it is merged: a block as stored, the batch made of it and the one before, and the stream's buffer.</param>
internal sealed class SortedRuns(TransformationResources resources, long bytesOfRun = SortedRuns.LargeBatches) : IAsyncDisposable
{
    /// <summary>The field that holds the key: no field of a record has a name with a zero in it.</summary>
    public static readonly Field KeyField = new("\0key", DataType.Binary, Nullable: false);

    /// <summary>What a run takes whose batches are as large as a <see cref="BatchBuilder"/> makes them.</summary>
    public const long LargeBatches = 2 << 20;

    /// <summary>What a run takes whose batches are of some hundred records.</summary>
    public const long SmallBatches = 1 << 20;

    private const int MostRuns = 64;
    private const long LeastBytes = MostRuns * SmallBatches;

    private readonly Lock mutex = new();
    private readonly List<SpilledRun> spilled = [];
    private readonly List<IEnumerable<RecordBatch>> held = [];

    /// <summary>The schema with the key behind it.</summary>
    public static Schema WithKey(Schema schema) => schema.Insert(schema.Count, KeyField);

    /// <summary>Adds a run that stays in memory; its batches are made when it is read.</summary>
    public void Hold(IEnumerable<RecordBatch> sorted)
    {
        lock (mutex)
            held.Add(sorted);
    }

    /// <summary>Writes a run to the spill store. Each batch is disposed.</summary>
    public Task SpillAsync(IEnumerable<RecordBatch> sorted, CancellationToken cancellationToken) => SpillAsync(AsAsync(sorted), cancellationToken);

    /// <inheritdoc cref="SpillAsync(IEnumerable{RecordBatch}, CancellationToken)"/>
    public async Task SpillAsync(IAsyncEnumerable<RecordBatch> sorted, CancellationToken cancellationToken)
    {
        var run = new SpilledRun(resources.Spill.Create());
        lock (mutex)
            spilled.Add(run);
        await run.WriteAsync(sorted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All records in the order of their keys; those of equal keys are neighbours. The receiver disposes each batch.</summary>
    /// <param name="schema">The schema of all records, without the key; the batches have the key behind it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(Schema schema, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var withKey = WithKey(schema);
        var fanIn = (int)Math.Min(Math.Max(resources.Memory.Bytes, LeastBytes) / bytesOfRun, MostRuns);
        while (spilled.Count > fanIn)
            await MergeSomeAsync(withKey, fanIn, cancellationToken).ConfigureAwait(false);
        var runs = held.Select(run => AsAsync(run)).Concat(spilled.Select(run => run.ReadAsync(cancellationToken))).ToList();
        await foreach (var batch in RunMerge.ReadAsync(runs, withKey, cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var run in spilled)
            await run.DisposeAsync().ConfigureAwait(false);
        spilled.Clear();
        held.Clear();
    }

    /// <summary>Makes one run of the first, and so oldest and smallest, ones.</summary>
    private async Task MergeSomeAsync(Schema withKey, int count, CancellationToken cancellationToken)
    {
        var some = spilled.GetRange(0, count);
        var merged = new SpilledRun(resources.Spill.Create());
        spilled.Add(merged);
        await merged.WriteAsync(RunMerge.ReadAsync([.. some.Select(run => run.ReadAsync(cancellationToken))], withKey, cancellationToken), cancellationToken).ConfigureAwait(false);
        spilled.RemoveRange(0, count);
        foreach (var run in some)
            await run.DisposeAsync().ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<RecordBatch> AsAsync(IEnumerable<RecordBatch> batches)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var batch in batches)
            yield return batch;
    }
}
