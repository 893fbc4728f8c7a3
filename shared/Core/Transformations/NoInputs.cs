using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>The inputs of a run that has no source beside the stream at hand.</summary>
public sealed class NoInputs : INamedInputs
{
    /// <inheritdoc/>
    public IAsyncEnumerable<RecordBatch> ReadAsync(string name, CancellationToken cancellationToken) =>
        throw new KeyNotFoundException($"There is no input '{name}': the run has only the stream at hand.");
}
