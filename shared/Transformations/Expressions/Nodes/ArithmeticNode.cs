using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>An arithmetic operator: exact, and so decimal, on integers and decimals; double on two doubles. Null where an operand is.</summary>
internal sealed class ArithmeticNode<TArithmetic>(Node left, Node right) : Node(left.Type == DataType.Double ? DataType.Double : DataType.Decimal, left.Nullable || right.Nullable)
    where TArithmetic : struct, IArithmetic
{
    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var (first, second) = (left.Evaluate(evaluation, rows), right.Evaluate(evaluation, rows));
        var missing = first.Missing(second, evaluation.Batch.RowCount);
        Column result = (first.Column, second.Column) switch
        {
            (FixedColumn<double>, _) => Doubles(evaluation, rows, first, second, missing),
            (DecimalColumn, DecimalColumn) => Exact(evaluation, rows, new Decimals(first), new Decimals(second), missing),
            (DecimalColumn, _) => Exact(evaluation, rows, new Decimals(first), new Integers(second), missing),
            (_, DecimalColumn) => Exact(evaluation, rows, new Integers(first), new Decimals(second), missing),
            _ => Exact(evaluation, rows, new Integers(first), new Integers(second), missing),
        };
        first.Release();
        second.Release();
        return new Vector(result);
    }

    private static DecimalColumn Exact<TLeft, TRight>(Evaluation evaluation, ReadOnlySpan<int> rows, TLeft left, TRight right, Bitmap? missing)
        where TLeft : struct, INumbers, allows ref struct
        where TRight : struct, INumbers, allows ref struct
    {
        var rowCount = evaluation.Batch.RowCount;
        var results = ArrayPool<Decimal38>.Shared.Rent(Math.Max(rowCount, 1));
        for (var i = 0; i < rows.Length; i++)
        {
            try
            {
                for (; i < rows.Length; i++)
                {
                    var row = rows[i];
                    if (missing is null || !missing[row])
                        results[row] = TArithmetic.Of(left[row], right[row]);
                }
            }
            catch (OverflowException)
            {
                (missing ??= new Bitmap(rowCount)).Set(rows[i]);
                evaluation.Fail(rows[i], ExpressionError.OutOfRange);
            }
        }

        return new DecimalColumn(results, rowCount, missing);
    }

    private static FixedColumn<double> Doubles(Evaluation evaluation, ReadOnlySpan<int> rows, Vector left, Vector right, Bitmap? missing)
    {
        var rowCount = evaluation.Batch.RowCount;
        var lefts = ((FixedColumn<double>)left.Column).Values;
        var rights = ((FixedColumn<double>)right.Column).Values;
        var results = ArrayPool<double>.Shared.Rent(Math.Max(rowCount, 1));
        foreach (var row in rows)
        {
            if (missing is null || !missing[row])
                results[row] = TArithmetic.Of(lefts[row & left.Mask], rights[row & right.Mask]);
        }

        return new FixedColumn<double>(DataType.Double, results, rowCount, missing);
    }
}
