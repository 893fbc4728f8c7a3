using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>Puts records into a sort by their join keys; before the key stands whether it has a null, so that those come last.</summary>
internal sealed class SortedKeys(ExternalSort sort, FieldPath[] keyFields)
{
    private readonly ExternalSortLane lane = sort.OpenLane(new KeyOrder[keyFields.Length + 1]);

    /// <summary>Whether a key has a null.</summary>
    public static bool HasNull(ReadOnlySpan<byte> key) => key[0] == KeyClass.True;

    /// <summary>Adds records. The caller keeps, and disposes, the batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="first">The sequence of the first of them.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask AddAsync(RecordBatch batch, int[] rows, long first, Scratch scratch, CancellationToken cancellationToken)
    {
        var columns = new Column[keyFields.Length + 1];
        var nulls = ArrayPool<bool>.Shared.Rent(Math.Max(batch.RowCount, 1));
        Array.Clear(nulls, 0, batch.RowCount);
        for (var i = 0; i < keyFields.Length; i++)
        {
            var column = columns[i + 1] = keyFields[i].Read(batch, rows);
            foreach (var row in rows)
                nulls[row] |= !column.IsPresent(row);
        }

        columns[0] = new FixedColumn<bool>(DataType.Bool, nulls, batch.RowCount);
        try
        {
            await lane.AddAsync(batch, columns, rows, first, scratch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var column in columns)
                column.Release();
        }
    }

    /// <summary>Hands over what is held; no record follows.</summary>
    public void Complete() => lane.Complete();
}
