using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Joins;

/// <summary>Batches of one worker that wait, in their order: in memory as long as there is some, then all of them on disk.</summary>
/// <param name="resources">Budget and spill store.</param>
/// <param name="most">How much memory they may take.</param>
internal sealed class RecordSpool(TransformationResources resources, long most) : IAsyncDisposable
{
    private readonly List<RecordBatch> held = [];
    private readonly Reservation memory = new(resources.Memory);
    private long heldBytes;
    private Stream? file;
    private SegmentWriter? writer;

    /// <summary>Adds a batch, which it disposes.</summary>
    public async ValueTask AddAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        held.Add(batch);
        heldBytes += batch.SizeInBytes;
        if (writer is null && heldBytes <= most && memory.TryResize(heldBytes))
            return;
        file ??= resources.Spill.Create();
        writer ??= new SegmentWriter(file, SegmentCompression.None);
        foreach (var waiting in held)
            await writer.WriteAsync(waiting, cancellationToken).ConfigureAwait(false);
        Release();
    }

    /// <summary>Ends it: no batch follows.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (writer is not null)
            await writer.CompleteAsync(null, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All batches in their order. The receiver disposes each.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken) =>
        file is null ? held.Select(batch => batch.Share()).ToAsyncEnumerable() : SegmentReader.ReadAsync(file, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Release();
        if (file is not null)
            await file.DisposeAsync().ConfigureAwait(false);
    }

    private void Release()
    {
        foreach (var batch in held)
            batch.Dispose();
        held.Clear();
        heldBytes = 0;
        memory.TryResize(0);
    }
}
