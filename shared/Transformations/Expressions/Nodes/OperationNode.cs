using DataAggregator.Core.Records;
using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>A field operation as a function.</summary>
/// <param name="operation">The operation, its parameters bound.</param>
/// <param name="value">What it works on.</param>
/// <param name="output">The field that it says comes out.</param>
internal sealed class OperationNode(FieldOperation operation, Node value, Field output) : Node(output.Type, output.Nullable)
{
    private readonly Scratch scratch = new();
    private readonly StepBooks books = new("expression", "expression", "expression");

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var source = value.Evaluate(evaluation, rows);
        var own = RowBuffer.Rent(rows.Length);
        var count = rows.Length;
        if (source.IsConstant)
            (own[0], count) = (0, 1);
        else
            rows.CopyTo(own);
        var scope = new StepScope(books, evaluation.Context, RowOrigins.Of(evaluation.Batch), evaluation.Batch.RowCount, scratch, own, count);
        var run = new OperationRun(scope, Type);
        var result = operation.Apply(source.Column, run);
        source.Release();
        RowBuffer.Return(own);
        foreach (var (failedRow, failure) in run.Failures)
            Fail(evaluation, source.IsConstant ? rows : [failedRow], new ExpressionError(failure.Code, failure.Message));
        return new Vector(result, source.IsConstant);
    }

    private static void Fail(Evaluation evaluation, ReadOnlySpan<int> rows, ExpressionError error)
    {
        foreach (var row in rows)
            evaluation.Fail(row, error);
    }
}
