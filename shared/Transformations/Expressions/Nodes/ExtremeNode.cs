namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>The smallest or greatest of several values of one type, nulls left out; of values that have no order the first.</summary>
/// <param name="values">The values.</param>
/// <param name="sign">-1 for the smallest, 1 for the greatest.</param>
internal sealed class ExtremeNode(Node[] values, int sign) : Node(values[0].Type, values.All(value => value.Nullable))
{
    private readonly Comparator comparator = new();

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var candidates = new Vector[values.Length];
        for (var i = 0; i < candidates.Length; i++)
            candidates[i] = values[i].Evaluate(evaluation, rows);
        var result = new ResultBuilder(Type, evaluation.Batch.RowCount);
        foreach (var row in rows)
            result.SetFrom(row, candidates[Best(candidates, row)]);
        foreach (var candidate in candidates)
            candidate.Release();
        return new Vector(result.Build());
    }

    private int Best(Vector[] candidates, int row)
    {
        var best = 0;
        for (var i = 1; i < candidates.Length; i++)
        {
            if (!candidates[i].IsPresent(row))
                continue;
            if (!candidates[best].IsPresent(row) || comparator.Order(candidates[i].Column, row & candidates[i].Mask, candidates[best].Column, row & candidates[best].Mask) * sign > 0)
                best = i;
        }

        return best;
    }
}
