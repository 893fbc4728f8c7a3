using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Expressions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Calculations;

/// <summary>A calculation written as an expression. An operand without a value makes the result null, which <c>on_missing</c> decides about.</summary>
internal sealed class Formula
{
    private const string Rule = "field_calculation";
    private const string Missing = "calculation_operand";

    private readonly Expression expression;
    private readonly string target;
    private readonly OnMissing onMissing;

    private Formula(Expression expression, string target, OnMissing onMissing)
    {
        this.expression = expression;
        this.target = target;
        this.onMissing = onMissing;
    }

    /// <summary>The formula of a step, or null and a problem.</summary>
    public static Formula? Create(FieldCalculation.Options options, string path, Problems problems)
    {
        var before = problems.Count;
        if (options.Operation is not null)
            problems.Add($"{path}.operation", "stands beside expression; give one of the two.");
        if (options.Parameters is not null)
            problems.Add($"{path}.parameters", "belongs to an operation; an expression names its fields itself, and field_name names the result.");
        if (string.IsNullOrEmpty(options.FieldName))
            problems.Add($"{path}.field_name", "is required: the field that the result goes to.");
        if (options.OnMissing is OnMissing.Zero or OnMissing.Skip)
            problems.Add($"{path}.on_missing", "must be reject or null beside an expression, which can say coalesce(field, 0) itself.");
        var expression = Expression.Parse(options.Expression!, $"{path}.expression", problems);
        return problems.Count > before ? null : new Formula(expression!, options.FieldName!, options.OnMissing ?? OnMissing.Reject);
    }

    /// <summary>The fields that it reads.</summary>
    public FieldPath[] Fields => expression.Fields;

    /// <summary>The schema with the result in it.</summary>
    public Schema Describe(Schema input, string path, Problems problems) =>
        Placement.Place(input, Result(expression.Describe(target, input, $"{path}.expression", problems)), expression.Fields);

    /// <summary>The records with the result in them.</summary>
    public RecordBatch Apply(RecordBatch input, StepScope scope)
    {
        var field = Result(expression.Describe(target, input.Schema));
        var blamed = expression.Fields.Length == 1 ? expression.Fields[0].Text : null;
        var column = expression.Evaluate(input, scope.Rows, scope.Context, (row, error) =>
        {
            if (onMissing == OnMissing.Reject || error.Code != Missing)
                scope.Reject(row, blamed, Rule, error.Code, error.Message);
        });
        if (onMissing == OnMissing.Reject && !column.AllPresent)
            RejectNulls(column, blamed, WhyNull(input.Schema), scope);
        return Placement.Place(input, field, column, expression.Fields);
    }

    // A name that none of the records has is wrong in the formula, rather than in them.
    private string WhyNull(Schema schema)
    {
        var unknown = new Problems();
        foreach (var field in expression.Fields)
            field.Find(schema, "", unknown);
        return unknown.Count > 0
            ? $"The formula has no value: {unknown.First().Message} Mend the name, set on_missing to null, or write coalesce(field, 0)."
            : $"The formula has no value: a field that it needs is null or missing ({string.Join(", ", expression.Fields.Select(field => field.Text))}). Mend the record, set on_missing to null, or write coalesce(field, 0).";
    }

    private static void RejectNulls(Column column, string? blamed, string why, StepScope scope)
    {
        foreach (var row in scope.Rows)
        {
            if (!column.IsPresent(row) && !scope.IsRemoved(row))
                scope.Reject(row, blamed, Rule, Missing, why);
        }
    }

    // A record whose result is null does not go on where it is rejected; json values may fail, and are null where they are not.
    private Field Result(Field field) => field with { Nullable = onMissing != OnMissing.Reject };
}
