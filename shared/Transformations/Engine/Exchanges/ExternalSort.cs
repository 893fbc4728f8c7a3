using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>
/// Sorts any number of records: in memory as far as the budget goes, beyond it in runs on disk. Records with equal keys stay in the order of
/// their <see cref="Sequence"/>. Records of differing schemas get the union of those.
/// </summary>
/// <param name="resources">Budget and spill store.</param>
/// <param name="hashed">How many of the first key fields only need to be told apart; see <see cref="KeyEncoder.Hashed"/>.</param>
internal sealed class ExternalSort(TransformationResources resources, int hashed = 0) : IAsyncDisposable
{
    private readonly SortedRuns runs = new(resources);
    private readonly List<ExternalSortLane> lanes = [];

    /// <summary>A lane for one worker.</summary>
    /// <param name="orders">How each key field is ordered; the same for all lanes. None sorts by sequence.</param>
    public ExternalSortLane OpenLane(params KeyOrder[] orders)
    {
        var lane = new ExternalSortLane(resources, runs, orders, hashed);
        lanes.Add(lane);
        return lane;
    }

    /// <summary>
    /// All records in order, after every lane was completed; once. Each batch ends with a column of their keys (<see cref="SortedRuns.KeyField"/>), whose last
    /// eight bytes are the sequence. The receiver disposes each batch.
    /// </summary>
    public async IAsyncEnumerable<RecordBatch> ReadWithKeysAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var schemas = new SchemaUnion();
        foreach (var lane in lanes)
            schemas.Add(lane.Schemas);
        if (schemas.Schema is not { } schema)
            yield break;
        await foreach (var batch in runs.ReadAsync(schema, cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    /// <summary>All records in order, after every lane was completed; once. The receiver disposes each batch.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in ReadWithKeysAsync(cancellationToken).ConfigureAwait(false))
        {
            using (batch)
                yield return batch.RemoveAt(batch.Columns.Length - 1);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            lane.Dispose();
        await runs.DisposeAsync().ConfigureAwait(false);
    }
}
