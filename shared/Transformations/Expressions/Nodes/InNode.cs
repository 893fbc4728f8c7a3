using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Whether a value is one of several; each is compared only where none before was equal.</summary>
internal sealed class InNode(Node value, Node[] items) : Node(DataType.Bool, nullable: false)
{
    private readonly Comparator comparator = new();

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var rowCount = evaluation.Batch.RowCount;
        var result = ArrayPool<bool>.Shared.Rent(Math.Max(rowCount, 1));
        foreach (var row in rows)
            result[row] = false;
        var open = RowBuffer.Rent(rows.Length);
        rows.CopyTo(open);
        var count = rows.Length;
        var wanted = value.Evaluate(evaluation, rows);
        for (var i = 0; i < items.Length && count > 0; i++)
        {
            var item = items[i].Evaluate(evaluation, open.AsSpan(0, count));
            comparator.Compare(wanted, Relation.Equal, item, open.AsSpan(0, count), result);
            item.Release();
            count = Rows.Keep(open, count, result, wanted: false);
        }

        wanted.Release();
        RowBuffer.Return(open);
        return new Vector(new FixedColumn<bool>(DataType.Bool, result, rowCount));
    }
}
