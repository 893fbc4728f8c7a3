using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>One worker's part of an <see cref="ExternalSort"/>.</summary>
internal sealed class ExternalSortLane(TransformationResources resources, SortedRuns runs, KeyOrder[] orders, int hashed) : IDisposable
{
    private readonly KeyEncoder encoder = new(orders) { Hashed = hashed };
    private readonly EncodedKeys keys = new();
    private readonly SortBuffer buffer = new();
    private readonly Sequences following = new();
    private readonly Reservation memory = new(resources.Memory);

    /// <summary>The schemas of the records that came.</summary>
    public SchemaUnion Schemas => buffer.Schemas;

    /// <summary>Adds records that follow one another in the run. The caller keeps, and disposes, batch and columns.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="columns">Its key columns, one an order.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="first">The sequence of the first of them; the others follow.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public ValueTask AddAsync(RecordBatch batch, ReadOnlySpan<Column> columns, ReadOnlySpan<int> rows, long first, Scratch scratch, CancellationToken cancellationToken) =>
        AddAsync(batch, columns, rows, following.From(first, rows.Length), scratch, cancellationToken);

    /// <summary>Adds records, each with a sequence of its own. The caller keeps, and disposes, batch and columns.</summary>
    public ValueTask AddAsync(
        RecordBatch batch, ReadOnlySpan<Column> columns, ReadOnlySpan<int> rows, ReadOnlySpan<long> sequences, Scratch scratch, CancellationToken cancellationToken)
    {
        if (rows.IsEmpty)
            return ValueTask.CompletedTask;
        encoder.Encode(columns, rows, keys, scratch, sequences);
        // Inverted sequences, which put the later of equal records first, are negative.
        buffer.Add(batch, rows, keys, sequences[0] < 0 ? ~sequences[0] : sequences[0]);
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
