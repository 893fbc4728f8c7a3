using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Calculations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataType = DataAggregator.Core.Records.DataType;

namespace DataAggregator.Transformations;

/// <summary>Calculates a field from others, exactly.</summary>
internal sealed class FieldCalculation : Transformation<FieldCalculation.Options>
{
    private Formula? formula;
    private FieldPath[] sources = [];
    private string target = "";
    private OnMissing onMissing;

    public sealed record Options : StepOptions
    {
        [Description("The field that the result goes to.")]
        public string? FieldName { get; init; }

        [Description("What to calculate.")]
        public CalculationOperation? Operation { get; init; }

        [Description("A formula in place of operation and parameters, such as quantity * price * (1 - discount).")]
        public string? Expression { get; init; }

        [Description("The operands.")]
        public CalculationParameters? Parameters { get; init; }

        [Description("What to do about an operand that is missing, null or no number.")]
        public OnMissing? OnMissing { get; init; }
    }

    public sealed record CalculationParameters
    {
        [Description("The fields to calculate from, in order.")]
        public required IReadOnlyList<string> SourceFields { get; init; }

        [Description("The field that the result goes to; the same as field_name.")]
        public string? OutputField { get; init; }

        [Description("Digits after the point that round keeps.")]
        [Range(0, Decimal38.MaxDigits)]
        public int Digits { get; init; }

        [Description("Digits after the point at which a quotient is rounded.")]
        [Range(0, Decimal38.MaxDigits)]
        public int Scale { get; init; } = 10;

        [Description("What to do about an operand that is missing, null or no number; the same as on_missing of the step.")]
        public OnMissing? OnMissing { get; init; }
    }

    public override TransformationSpec Spec => MakeSpec(
        "field_calculation",
        "Calculate a field",
        TransformationCategory.Calculation,
        "Calculates a field from others, exactly: no digit is lost on the way.",
        new StepExample(
            """{"type":"field_calculation","field_name":"total_price","operation":"multiply","parameters":{"source_fields":["quantity","price"]}}""",
            Records: """[{"quantity":2,"price":29.99}]""",
            Result: """[{"quantity":2,"price":29.99,"total_price":59.98}]"""));

    protected override void Prepare(Options options, string path, Problems problems)
    {
        if (options.Expression is not null)
        {
            formula = Formula.Create(options, path, problems);
            return;
        }

        if (options.Operation is null)
            problems.Add($"{path}.operation", $"is required: one of {string.Join(", ", Enum.GetNames<CalculationOperation>().Select(name => name.ToLowerInvariant()))}.");
        if (options.Parameters is null)
        {
            problems.Add($"{path}.parameters", "is required: {\"source_fields\": [...]}.");
            return;
        }

        target = options.FieldName ?? options.Parameters.OutputField ?? "";
        if (target.Length == 0)
            problems.Add($"{path}.field_name", "is required: the field that the result goes to.");
        if (options.FieldName is not null && options.Parameters.OutputField is { } output && output != options.FieldName)
            problems.Add($"{path}.parameters.output_field", $"is '{output}', but field_name is '{options.FieldName}'; both name the result, so give one or the same.");
        if (options.OnMissing is not null && options.Parameters.OnMissing is { } other && other != options.OnMissing)
            problems.Add($"{path}.parameters.on_missing", "differs from the step's on_missing; give one of the two.");
        onMissing = options.OnMissing ?? options.Parameters.OnMissing ?? OnMissing.Reject;
        sources = [.. options.Parameters.SourceFields.Select(FieldPath.Parse)];
        CheckCount(options, path, problems);
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        if (formula is not null)
            return formula.Describe(input, path, problems);
        for (var i = 0; i < sources.Length; i++)
        {
            var at = $"{path}.parameters.source_fields[{i}]";
            if (sources[i].Find(input, at, problems) is { Type: not (DataType.Int64 or DataType.Decimal or DataType.Double or DataType.Json) } field)
                problems.Add(at, $"'{field.Name}' is {field.Type.ToString().ToLowerInvariant()}, not a number.");
        }

        return Placement.Place(input, Result(options, input), sources);
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        var sources = formula?.Fields ?? this.sources;
        trace.Made(formula is null ? target : options.FieldName!, sources.Length > 0 ? LineageKind.Computed : LineageKind.Constant, sources);
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        if (formula is not null)
            return formula.Apply(input, scope);
        var run = new CalculationRun(options.Operation!.Value, onMissing, options.Parameters!.Scale, options.Parameters.Digits, input.RowCount, scope);
        foreach (var source in sources)
        {
            var operand = source.Read(input, scope.Rows);
            run.Fold(operand, source.Text);
            operand.Release();
        }

        var result = Result(options, input.Schema);
        return Placement.Place(input, result, run.Build(result.Type), sources);
    }

    // Sums and products of integers may outgrow int64, so they are decimal from the start: a column's type never depends on its values.
    private Field Result(Options options, Schema input)
    {
        var staysInteger = options.Operation is CalculationOperation.Min or CalculationOperation.Max or CalculationOperation.Modulo or CalculationOperation.Round
            && sources.All(source => source.Find(input)?.Type == DataType.Int64);
        return new Field(target, staysInteger ? DataType.Int64 : DataType.Decimal, onMissing is OnMissing.Null or OnMissing.Skip);
    }

    private void CheckCount(Options options, string path, Problems problems)
    {
        var at = $"{path}.parameters.source_fields";
        if (options.Operation == CalculationOperation.Round && sources.Length != 1)
            problems.Add(at, "must name one field: round takes one operand.");
        else if (options.Operation is CalculationOperation.Subtract or CalculationOperation.Divide or CalculationOperation.Modulo && sources.Length < 2)
            problems.Add(at, "must name at least two fields, the first of which the others are taken from.");
        else if (sources.Length == 0)
            problems.Add(at, "must name at least one field.");
    }
}
