using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>The first of several values of one type that is not null; each is made only for the records that have none so far.</summary>
internal sealed class CoalesceNode(Node[] values) : Node(values[0].Type, values.All(value => value.Nullable))
{
    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var choice = new RowChoice(values.Length, evaluation.Batch.RowCount);
        var open = RowBuffer.Rent(rows.Length);
        rows.CopyTo(open);
        var count = rows.Length;
        for (var i = 0; i < values.Length && count > 0; i++)
        {
            var candidate = values[i].Evaluate(evaluation, open.AsSpan(0, count));
            // All rows still open take this one, and those where it is null are asked of the next, which then replaces it.
            choice.Add(candidate, open.AsSpan(0, count));
            var left = 0;
            for (var k = 0; k < count; k++)
            {
                if (!candidate.IsPresent(open[k]))
                    open[left++] = open[k];
            }

            count = left;
        }

        RowBuffer.Return(open);
        return new Vector(choice.Build(Type, rows));
    }
}
