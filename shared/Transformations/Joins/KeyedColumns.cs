using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>The columns of a batch that a join reads, with references of their own.</summary>
/// <param name="Rows">The rows in the stream.</param>
/// <param name="Keys">The key fields.</param>
/// <param name="Values">The fields that are joined on.</param>
internal sealed record KeyedColumns(int[] Rows, Column[] Keys, Column[] Values) : IDisposable
{
    /// <summary>Reads them.</summary>
    public static KeyedColumns Read(RecordBatch batch, IEnumerable<FieldPath> keys, IEnumerable<FieldPath> values)
    {
        int[] rows = batch.IsDense ? [.. Enumerable.Range(0, batch.RowCount)] : batch.Selection.ToArray();
        return new KeyedColumns(rows, [.. keys.Select(key => key.Read(batch, rows))], [.. values.Select(value => value.Read(batch, rows))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var column in Keys)
            column.Release();
        foreach (var column in Values)
            column.Release();
    }
}
