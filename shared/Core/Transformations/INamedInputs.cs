using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>Where steps read the sources beside the stream at hand. Every reading of one name gives the same records in the same order.</summary>
public interface INamedInputs
{
    /// <summary>The records of an input. The receiver disposes each batch.</summary>
    /// <exception cref="KeyNotFoundException">There is no input of that name.</exception>
    IAsyncEnumerable<RecordBatch> ReadAsync(string name, CancellationToken cancellationToken);
}
