using System.Collections.Concurrent;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>
/// What the steps of one run have at hand in one process, beyond the records: shared by all its chains. Dispose it after the last of them.
/// </summary>
/// <param name="context">What rules may know of the run.</param>
/// <param name="inputs">The sources beside the stream at hand.</param>
/// <param name="spill">Where whole-run steps put what does not fit into memory.</param>
/// <param name="memory">What whole-run steps, and the inputs that joins hold, may take of memory.</param>
/// <param name="workers">How many partitions are read at a time.</param>
public sealed class TransformationResources(TransformContext context, INamedInputs inputs, ISpillStore spill, MemoryBudget memory, int workers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> shared = new(StringComparer.Ordinal);

    /// <summary>What rules may know of the run.</summary>
    public TransformContext Context => context;

    /// <summary>The sources beside the stream at hand.</summary>
    public INamedInputs Inputs => inputs;

    /// <summary>Where whole-run steps put what does not fit into memory.</summary>
    public ISpillStore Spill => spill;

    /// <summary>What whole-run steps, and the inputs that joins hold, may take of memory.</summary>
    public MemoryBudget Memory => memory;

    /// <summary>Asks APIs about records; null where there is no way to.</summary>
    public IEnrichmentClient? Enrichment { get; init; }

    /// <summary>Asks the sources beside the stream at hand for single records; null where their records are given with them, as for a preview.</summary>
    public ISourceLookups? Lookups { get; init; }

    /// <summary>How many partitions are read at a time.</summary>
    public int Workers => workers;

    /// <summary>Collects what steps do to records; null where nobody looks.</summary>
    public StepSamples? Samples { get; init; }

    /// <summary>
    /// What the same step of all chains shares, such as the table of a join: made by the first that asks, and disposed with the resources.
    /// What could not be made is made anew for who asks next, so that a repeated activity does not find an old failure.
    /// </summary>
    /// <param name="key">The step, and what it shares.</param>
    /// <param name="make">Makes it.</param>
    public async Task<T> ShareAsync<T>(string key, Func<Task<T>> make)
        where T : class
    {
        var made = shared.GetOrAdd(key, _ => new Lazy<Task<object>>(async () => await make().ConfigureAwait(false)));
        try
        {
            return (T)await made.Value.ConfigureAwait(false);
        }
        catch
        {
            shared.TryRemove(KeyValuePair.Create(key, made));
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var made in shared.Values.Where(made => made.IsValueCreated && made.Value.IsCompletedSuccessfully))
        {
            switch (await made.Value.ConfigureAwait(false))
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }

        shared.Clear();
    }
}
