using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Expressions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>An expression over the whole record must be true, such as one that compares the field with others.</summary>
internal sealed class ExpressionRule : Validation<ExpressionRule.ExpressionParameters>
{
    private static readonly Violation NotTrue = new("expression_false", "The record does not meet the expression of the rule.");
    private Violation notTrue = NotTrue;
    private readonly HashSet<int> failed = [];
    private Expression? expression;
    private string at = "";
    private Column? held;

    public sealed record ExpressionParameters
    {
        [Description("The expression, which gives true or false; null counts as false. It may name any field of the record.")]
        public required string Expression { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "An expression over the record's fields is true, such as end_date >= start_date; it is asked about null and missing values too. The field is the one that is blamed.",
        """{"parameters":{"expression":"v > 0 and v <= 100"},"passes":5,"fails":0}""",
        NotTrue);

    public override IReadOnlyList<FieldPath> Others => expression!.Fields;

    public override void Describe(Schema schema, Problems problems) => expression!.Describe("condition", schema, at, problems);

    public override void Begin(RecordBatch batch, StepScope scope) =>
        held = expression!.Evaluate(batch, scope.Rows, scope.Context, (row, error) =>
        {
            failed.Add(row);
            scope.Reject(row, null, "expression", error.Code, error.Message);
        });

    // A record on which the expression failed was rejected with that reason.
    public override Violation? Check(in Value value, Scratch scratch) =>
        (held!.IsPresent(Row) && ((FixedColumn<bool>)held).Values[Row]) || failed.Contains(Row) ? null : notTrue;

    public override void End()
    {
        held?.Release();
        held = null;
        failed.Clear();
    }

    protected override void Prepare(ExpressionParameters parameters, string path, Problems problems)
    {
        at = $"{path}.expression";
        notTrue = NotTrue with { Message = $"The record does not meet the expression of the rule: {parameters.Expression}" };
        expression = Expression.Parse(parameters.Expression, at, problems, DataType.Bool);
    }
}
