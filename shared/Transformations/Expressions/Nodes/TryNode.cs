using DataAggregator.Core.Records;
using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>A value, or another of the same type for the records where it cannot be evaluated.</summary>
internal sealed class TryNode(Node value, Node otherwise) : Node(value.Type, value.Nullable || otherwise.Nullable)
{
    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var failed = new Bitmap(evaluation.Batch.RowCount);
        var any = false;
        var attempt = value.Evaluate(new Evaluation(evaluation.Batch, evaluation.Context, (row, _) => any |= Mark(failed, row)), rows);
        if (!any)
            return attempt;
        var choice = new RowChoice(2, evaluation.Batch.RowCount);
        choice.Add(attempt, rows);
        var again = RowBuffer.Rent(rows.Length);
        var count = 0;
        foreach (var row in rows)
        {
            if (failed[row])
                again[count++] = row;
        }

        choice.Add(otherwise.Evaluate(evaluation, again.AsSpan(0, count)), again.AsSpan(0, count));
        RowBuffer.Return(again);
        return new Vector(choice.Build(Type, rows));
    }

    private static bool Mark(Bitmap failed, int row)
    {
        failed.Set(row);
        return true;
    }
}
