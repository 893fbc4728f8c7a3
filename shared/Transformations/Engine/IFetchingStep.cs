using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>A step that asks elsewhere for what it needs of each batch, such as an enrichment.</summary>
internal interface IFetchingStep : IRowStep
{
    /// <summary>Fetches what <see cref="IRowStep.Apply"/> then uses for the same batch.</summary>
    ValueTask FetchAsync(RecordBatch input, CancellationToken cancellationToken);
}
