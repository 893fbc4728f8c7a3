using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>
/// Takes rejected records while partitions are read; called for several partitions at once. A run that is repeated gives the same records
/// under the same numbers, so that keeping them by partition and number keeps each once.
/// </summary>
/// <param name="partition">The partition.</param>
/// <param name="number">How many calls for that partition came before.</param>
/// <param name="records">The records.</param>
/// <param name="cancellationToken">Stops it.</param>
public delegate ValueTask RejectedRecordsHandler(int partition, int number, IReadOnlyList<RejectedRecord> records, CancellationToken cancellationToken);
