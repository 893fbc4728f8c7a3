using DataAggregator.Core.Records;

namespace DataAggregator.Core.Incremental;

/// <summary>Compares the values of a cursor field's column without making an object a row.</summary>
internal abstract class CursorColumn
{
    /// <summary>The column of a cursor of that type; null when its values cannot be compared with it.</summary>
    public static CursorColumn? Of(Column column, DataType type) => !CursorValue.AreComparable(column.Type, type) ? null : column switch
    {
        DecimalColumn decimals => new Decimals(decimals),
        BytesColumn texts => new Texts(texts),
        FixedColumn<long> { Type: DataType.Int64 } integers => new Integers(integers),
        FixedColumn<long> moments => new Moments(moments),
        _ => null,
    };

    /// <summary>The order of a row's value and another.</summary>
    public abstract int Compare(int row, CursorValue value);

    /// <summary>The order of two rows' values.</summary>
    public abstract int CompareRows(int row, int other);

    /// <summary>A row's value.</summary>
    public abstract CursorValue ValueAt(int row);

    private sealed class Decimals(DecimalColumn column) : CursorColumn
    {
        public override int Compare(int row, CursorValue value) => column.Values[row].CompareTo(value.Number);

        public override int CompareRows(int row, int other) => column.Values[row].CompareTo(column.Values[other]);

        public override CursorValue ValueAt(int row) => CursorValue.Of(DataType.Decimal, column.Values[row]);
    }

    private sealed class Integers(FixedColumn<long> column) : CursorColumn
    {
        public override int Compare(int row, CursorValue value) => Decimal38.FromInt64(column.Values[row]).CompareTo(value.Number);

        public override int CompareRows(int row, int other) => column.Values[row].CompareTo(column.Values[other]);

        public override CursorValue ValueAt(int row) => CursorValue.Of(DataType.Int64, Decimal38.FromInt64(column.Values[row]));
    }

    private sealed class Moments(FixedColumn<long> column) : CursorColumn
    {
        public override int Compare(int row, CursorValue value) => column.Values[row].CompareTo(value.Moment);

        public override int CompareRows(int row, int other) => column.Values[row].CompareTo(column.Values[other]);

        public override CursorValue ValueAt(int row) => CursorValue.Of(column.Type, column.Values[row]);
    }

    private sealed class Texts(BytesColumn column) : CursorColumn
    {
        public override int Compare(int row, CursorValue value) => column[row].SequenceCompareTo(value.Text.Span);

        public override int CompareRows(int row, int other) => column[row].SequenceCompareTo(column[other]);

        public override CursorValue ValueAt(int row) => CursorValue.Of(column[row]);
    }
}
