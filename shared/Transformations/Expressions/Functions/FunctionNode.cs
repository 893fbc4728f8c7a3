using DataAggregator.Transformations.Expressions.Nodes;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>A function over columns: its kernel for every row whose arguments are there.</summary>
internal sealed class FunctionNode(Overload overload, Node[] arguments) : Node(overload.Signature.Result, MayBeNull(overload.Signature, arguments))
{
    private readonly InvocationMemory memory = new(arguments.Length);
    private readonly int[] needed = [.. Enumerable.Range(0, arguments.Length).Where(i => !overload.Signature.ParameterAt(i).TakesNull)];

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var values = new Vector[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Evaluate(evaluation, rows);
        var result = new ResultBuilder(Type, evaluation.Batch.RowCount);
        var invocation = new Invocation(values, result, evaluation, memory);
        var allPresent = Array.TrueForAll(needed, i => values[i].Column.AllPresent);
        foreach (var row in rows)
        {
            invocation.Row = row;
            if (allPresent || IsComplete(values, row))
                overload.Kernel(invocation);
            else
                result.SetNull(row);
        }

        foreach (var value in values)
            value.Release();
        return new Vector(result.Build());
    }

    private bool IsComplete(Vector[] values, int row)
    {
        foreach (var i in needed)
        {
            if (!values[i].IsPresent(row))
                return false;
        }

        return true;
    }

    private static bool MayBeNull(Signature signature, Node[] arguments) =>
        signature.MayGiveNull || arguments.Where((argument, i) => argument.Nullable && !signature.ParameterAt(i).TakesNull).Any();
}
