using System.Globalization;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine;

/// <summary>
/// Which row of the batch as it came to the first of several steps each row at hand comes from, and so which record of the source. As long as no step makes
/// several records of one, rows keep their physical number.
/// </summary>
internal readonly struct RowOrigins
{
    private readonly RecordBatch first;
    private readonly RecordState state;
    private readonly int[]? rows;
    private readonly FixedColumn<long>? places;
    private readonly int copiesBefore;

    private RowOrigins(RecordBatch first, RecordState state, int[]? rows, FixedColumn<long>? places, string branch = "", int copiesBefore = 0)
    {
        this.first = first;
        this.state = state;
        this.rows = rows;
        this.places = places;
        this.copiesBefore = copiesBefore;
        Branch = branch;
    }

    /// <summary>Whether some rows may come from one record.</summary>
    public bool IsExpanded => rows is not null;

    /// <summary>The branch in which rows of one record were last numbered, where other rows of that record may be in another; else empty.</summary>
    public string Branch { get; }

    /// <summary>The origins of the rows of <paramref name="batch"/> itself.</summary>
    public static RowOrigins Of(RecordBatch batch, RecordState state = RecordState.AsRead) => new(batch, state, null, null);

    /// <summary>The origins of the rows of <paramref name="batch"/>, which steps before have changed.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="places">What <see cref="PlaceOf"/> said of them before; null for those that came in since.</param>
    public static RowOrigins Of(RecordBatch batch, FixedColumn<long> places) => new(batch, RecordState.Changed, null, places);

    /// <summary>The number of the record that a row comes from.</summary>
    public long OrdinalOf(int row) => first.FirstOrdinal + RowOf(row);

    /// <summary>How many of the rows before it in the same <see cref="Branch"/> come from the same record, in parts before this one too.</summary>
    public int CopyOf(int row)
    {
        if (rows is null)
            return 0;
        var before = row;
        while (before > 0 && rows[before - 1] == rows[row])
            before--;
        return row - before + (before == 0 ? copiesBefore : 0);
    }

    /// <summary>The origins of rows that came of these: new row <c>k</c> of row <c>parents[k]</c>.</summary>
    /// <param name="parents">The rows of these.</param>
    /// <param name="branch">The branch that the rows are in; empty outside of branches.</param>
    public RowOrigins Expand(int[] parents, string branch)
    {
        // As long as a record is one row, it goes into one branch as a whole.
        if (rows is null)
            return new RowOrigins(first, state, parents, places);
        var composed = new int[parents.Length];
        for (var i = 0; i < parents.Length; i++)
            composed[i] = rows[parents[i]];
        return new RowOrigins(first, state, composed, places, branch);
    }

    /// <summary>The same for a part of what a step made of a batch: its first rows may come from the record that the last rows of the part before came from.</summary>
    /// <param name="last">The last row of the first batch that something came of in the part before, and how many rows in all; it is set for the next part.</param>
    public RowOrigins After(ref (int Row, int Copies) last)
    {
        if (rows is null or [])
            return this;
        var before = rows[0] == last.Row ? last.Copies : 0;
        var result = new RowOrigins(first, state, rows, places, Branch, before);
        last = (rows[^1], result.CopyOf(rows.Length - 1) + 1);
        return result;
    }

    /// <summary>Where the record that a row comes from stands in the source, as a <see cref="Sequence"/>; for one that steps made of several, the inverse of its number.</summary>
    public long PlaceOf(int row)
    {
        if (places is not null && places.IsPresent(RowOf(row)))
            return places.Values[RowOf(row)];
        var own = Sequence.Of(first.Partition, OrdinalOf(row));
        return places is not null || state == RecordState.Made ? ~own : own;
    }

    /// <summary>The record that a row comes from, rejected as it came to the first of the steps.</summary>
    public RejectedRecord Reject(int row, IReadOnlyList<RecordError> reasons)
    {
        var place = PlaceOf(row);
        var number = place < 0 ? ~place : place;
        return new RejectedRecord(Sequence.PartitionOf(number), Sequence.PositionOf(number), RecordJson.ToBytes(first, RowOf(row)), reasons)
        {
            IsChanged = place >= 0 && state == RecordState.Changed,
        };
    }

    /// <summary>The record that a row comes from, in words.</summary>
    public string Place(int row)
    {
        var place = PlaceOf(row);
        place = place < 0 ? ~place : place;
        return string.Create(CultureInfo.InvariantCulture, $"record {Sequence.PositionOf(place)} of partition {Sequence.PartitionOf(place)}");
    }

    private int RowOf(int row) => rows is null ? row : rows[row];
}
