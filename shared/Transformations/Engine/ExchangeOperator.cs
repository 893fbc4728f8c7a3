using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>
/// Carries out a step that needs the whole run: takes all records through lanes, one a worker, and then gives the result. The result and
/// its order depend on the records and their <see cref="Sequence"/> alone, never on which lane took them or when.
/// </summary>
internal abstract class ExchangeOperator : IAsyncDisposable
{
    /// <summary>Reads what it needs before the first record comes.</summary>
    public virtual ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A lane for one worker, after it was prepared. Called before any lane is completed.</summary>
    public abstract ExchangeLane OpenLane();

    /// <summary>
    /// The result, after all lanes were completed; called once. The receiver disposes each batch; the engine numbers them anew. Records that are
    /// taken out at this point go out as rejected, as they came into the step.
    /// </summary>
    public abstract IAsyncEnumerable<TransformResult> ReadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
