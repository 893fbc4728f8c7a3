using System.Globalization;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>
/// Which row of the batch as it was read each row at hand comes from. As long as no step makes several records of one, rows keep their
/// physical number.
/// </summary>
internal readonly struct RowOrigins
{
    private readonly RecordBatch asRead;
    private readonly int[]? rows;

    private RowOrigins(RecordBatch asRead, int[]? rows)
    {
        this.asRead = asRead;
        this.rows = rows;
    }

    /// <summary>The origins of the rows of <paramref name="asRead"/> itself.</summary>
    public static RowOrigins Of(RecordBatch asRead) => new(asRead, null);

    /// <summary>The ordinal in its partition of the record that a row comes from.</summary>
    public long OrdinalOf(int row) => asRead.FirstOrdinal + RowOf(row);

    /// <summary>How many of the rows before it come from the same record.</summary>
    public int CopyOf(int row)
    {
        if (rows is null)
            return 0;
        var first = row;
        while (first > 0 && rows[first - 1] == rows[row])
            first--;
        return row - first;
    }

    /// <summary>The origins of rows that came of these: new row <c>k</c> of row <c>parents[k]</c>.</summary>
    public RowOrigins Expand(int[] parents)
    {
        if (rows is null)
            return new RowOrigins(asRead, parents);
        var composed = new int[parents.Length];
        for (var i = 0; i < parents.Length; i++)
            composed[i] = rows[parents[i]];
        return new RowOrigins(asRead, composed);
    }

    /// <summary>The record that a row comes from, rejected as it was read.</summary>
    public RejectedRecord Reject(int row, IReadOnlyList<RecordError> reasons) => new(asRead.Partition, OrdinalOf(row), RecordJson.ToBytes(asRead, RowOf(row)), reasons);

    /// <summary>The record that a row comes from, in words.</summary>
    public string Place(int row) => string.Create(CultureInfo.InvariantCulture, $"record {OrdinalOf(row)} of partition {asRead.Partition}");

    private int RowOf(int row) => rows is null ? row : rows[row];
}
