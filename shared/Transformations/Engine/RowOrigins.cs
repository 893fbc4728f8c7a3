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
    private readonly FixedColumn<long>? partitions;
    private readonly FixedColumn<long>? ordinals;

    private RowOrigins(RecordBatch asRead, int[]? rows, FixedColumn<long>? partitions = null, FixedColumn<long>? ordinals = null)
    {
        this.asRead = asRead;
        this.rows = rows;
        this.partitions = partitions;
        this.ordinals = ordinals;
    }

    /// <summary>The origins of the rows of <paramref name="asRead"/> itself.</summary>
    public static RowOrigins Of(RecordBatch asRead) => new(asRead, null);

    /// <summary>The origins of the rows of <paramref name="asRead"/>, which were gathered from several places of the source.</summary>
    public static RowOrigins Of(RecordBatch asRead, FixedColumn<long> partitions, FixedColumn<long> ordinals) => new(asRead, null, partitions, ordinals);

    /// <summary>The ordinal in its partition of the record that a row comes from.</summary>
    public long OrdinalOf(int row) => ordinals is null ? asRead.FirstOrdinal + RowOf(row) : ordinals.Values[RowOf(row)];

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
            return new RowOrigins(asRead, parents, partitions, ordinals);
        var composed = new int[parents.Length];
        for (var i = 0; i < parents.Length; i++)
            composed[i] = rows[parents[i]];
        return new RowOrigins(asRead, composed, partitions, ordinals);
    }

    /// <summary>The record that a row comes from, rejected as it was read.</summary>
    public RejectedRecord Reject(int row, IReadOnlyList<RecordError> reasons) => new(PartitionOf(row), OrdinalOf(row), RecordJson.ToBytes(asRead, RowOf(row)), reasons);

    /// <summary>The record that a row comes from, in words.</summary>
    public string Place(int row) => string.Create(CultureInfo.InvariantCulture, $"record {OrdinalOf(row)} of partition {PartitionOf(row)}");

    private int PartitionOf(int row) => partitions is null ? asRead.Partition : (int)partitions.Values[RowOf(row)];

    private int RowOf(int row) => rows is null ? row : rows[row];
}
