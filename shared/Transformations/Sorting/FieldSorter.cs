using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Sorting;

/// <summary>Passes the records of a batch to a sort by the values of some fields.</summary>
internal sealed class FieldSorter(IReadOnlyList<FieldPath> fields, ExternalSortLane sorted)
{
    private readonly Column[] columns = new Column[fields.Count];

    /// <summary>Adds records. The caller keeps, and disposes, the batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="sequences">The sequence of each; ties are ordered by it.</param>
    /// <param name="scope">The step's view of the batch.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public ValueTask AddAsync(RecordBatch batch, ReadOnlySpan<int> rows, ReadOnlySpan<long> sequences, StepScope scope, CancellationToken cancellationToken)
    {
        for (var i = 0; i < columns.Length; i++)
            columns[i] = fields[i].Read(batch, rows);
        try
        {
            // The keys are encoded before this returns; only the spilling may go on.
            return sorted.AddAsync(batch, columns, rows, sequences, scope.Scratch, cancellationToken);
        }
        finally
        {
            foreach (var column in columns)
                column.Release();
        }
    }
}
