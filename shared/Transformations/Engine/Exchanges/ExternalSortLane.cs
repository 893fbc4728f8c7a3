using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>One worker's part of an <see cref="ExternalSort"/>.</summary>
internal sealed class ExternalSortLane(TransformationResources resources, SortedRuns runs, KeyOrder[] orders) : IDisposable
{
    private readonly KeyEncoder encoder = new(orders);
    private readonly EncodedKeys keys = new();
    private readonly SortBuffer buffer = new();
    private readonly Reservation memory = new(resources.Memory);

    /// <summary>The schemas of the records that came.</summary>
    public SchemaUnion Schemas => buffer.Schemas;

    /// <summary>Adds records. The caller keeps, and disposes, batch and columns.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="columns">Its key columns, one an order.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="first">The sequence of the first of them; the others follow.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public ValueTask AddAsync(RecordBatch batch, ReadOnlySpan<Column> columns, ReadOnlySpan<int> rows, long first, Scratch scratch, CancellationToken cancellationToken)
    {
        encoder.Encode(columns, rows, keys, scratch, first);
        buffer.Add(batch, rows, keys, first);
        return memory.TryResize(buffer.SizeInBytes) ? ValueTask.CompletedTask : SpillAsync(cancellationToken);
    }

    /// <summary>Hands over what is held; no record follows.</summary>
    public void Complete()
    {
        if (!buffer.IsEmpty)
            runs.Hold(buffer.Sorted());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        buffer.Dispose();
        memory.Dispose();
    }

    private async ValueTask SpillAsync(CancellationToken cancellationToken)
    {
        await runs.SpillAsync(buffer.Sorted(), cancellationToken).ConfigureAwait(false);
        memory.TryResize(0);
    }
}
