using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>
/// One of several values of one type: that of the first condition that is true, else the last. A value is made only for the records that
/// take it, so <c>if(b = 0, 0, a / b)</c> divides by no zero.
/// </summary>
/// <param name="conditions">The conditions in turn.</param>
/// <param name="values">Their values, and one more for the records that meet none.</param>
internal sealed class ChoiceNode(Node[] conditions, Node[] values) : Node(values[0].Type, values.Any(value => value.Nullable))
{
    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var choice = new RowChoice(values.Length, evaluation.Batch.RowCount);
        var (open, matching, others) = (RowBuffer.Rent(rows.Length), RowBuffer.Rent(rows.Length), RowBuffer.Rent(rows.Length));
        rows.CopyTo(open);
        var count = rows.Length;
        for (var i = 0; i < conditions.Length && count > 0; i++)
        {
            var condition = conditions[i].Evaluate(evaluation, open.AsSpan(0, count));
            var yes = Rows.Split(condition, open.AsSpan(0, count), matching, others);
            condition.Release();
            if (yes > 0)
                choice.Add(values[i].Evaluate(evaluation, matching.AsSpan(0, yes)), matching.AsSpan(0, yes));
            count -= yes;
            others.AsSpan(0, count).CopyTo(open);
        }

        if (count > 0)
            choice.Add(values[^1].Evaluate(evaluation, open.AsSpan(0, count)), open.AsSpan(0, count));
        RowBuffer.Return(open);
        RowBuffer.Return(matching);
        RowBuffer.Return(others);
        return new Vector(choice.Build(Type, rows));
    }
}
