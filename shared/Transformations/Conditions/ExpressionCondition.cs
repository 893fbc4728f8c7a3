using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Expressions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Conditions;

/// <summary>A condition written as an expression; null counts as false.</summary>
internal sealed class ExpressionCondition : Condition
{
    private readonly Expression expression;
    private readonly string at;

    private ExpressionCondition(Expression expression, string at)
    {
        this.expression = expression;
        this.at = at;
    }

    public override IEnumerable<FieldPath> Fields => expression.Fields;

    /// <summary>The condition, or null and a problem.</summary>
    public static ExpressionCondition? Create(string text, string path, Problems problems) =>
        Expression.Parse(text, path, problems, DataType.Bool) is { } expression ? new ExpressionCondition(expression, path) : null;

    public override int Match(RecordBatch batch, ReadOnlySpan<int> rows, Span<int> matching, StepScope scope)
    {
        var blamed = expression.Fields.Length == 1 ? expression.Fields[0].Text : null;
        var column = expression.Evaluate(batch, rows, scope.Context, (row, error) => scope.Reject(row, blamed, "expression", error.Code, error.Message));
        var values = ((FixedColumn<bool>)column).Values;
        var count = 0;
        foreach (var row in rows)
        {
            if (values[row] && column.IsPresent(row))
                matching[count++] = row;
        }

        column.Release();
        return count;
    }

    public override void Check(Schema schema, Problems problems) => expression.Describe("condition", schema, at, problems);
}
