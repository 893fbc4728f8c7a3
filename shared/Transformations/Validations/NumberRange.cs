using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A number must lie within bounds, compared to the last digit.</summary>
internal sealed class NumberRange : Validation<NumberRange.RangeParameters>
{
    private static readonly Violation NoNumber = new("not_a_number", "The value is not a number; cast the field first if it is text.");
    private static readonly Violation OutOfRange = new("number_out_of_bounds", "The value is a number outside the bounds of the rule.");
    private Violation outOfRange = OutOfRange;
    private Decimal38? minimum;
    private Decimal38? maximum;

    public sealed record RangeParameters
    {
        [Description("The smallest number allowed.")]
        public decimal? Min { get; init; }

        [Description("The largest number allowed.")]
        public decimal? Max { get; init; }

        [Description("Whether min itself is not allowed.")]
        public bool ExclusiveMin { get; init; }

        [Description("Whether max itself is not allowed.")]
        public bool ExclusiveMax { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value is a number between min and max, which are allowed themselves unless exclusive. Text is no number.",
        """{"parameters":{"min":0,"exclusive_min":true,"max":100},"passes":0.01,"fails":0}""",
        NoNumber,
        OutOfRange);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                return null;
            case ValueKind.Number:
                return Verdict(value.Number.CompareTo(minimum ?? value.Number), value.Number.CompareTo(maximum ?? value.Number));
            case ValueKind.Double when !double.IsNaN(value.Double):
                return Verdict(value.Double);
            case ValueKind.HugeNumber when Utf8Parser.TryParse(value.Bytes, out double huge, out _):
                return Verdict(huge);
            default:
                return NoNumber;
        }
    }

    protected override void Prepare(RangeParameters parameters, string path, Problems problems)
    {
        if (parameters.Min is null && parameters.Max is null)
            problems.Add(path, "needs a bound: min, max or both.");
        if (parameters.Min is null && parameters.ExclusiveMin)
            problems.Add($"{path}.exclusive_min", "needs min.");
        if (parameters.Max is null && parameters.ExclusiveMax)
            problems.Add($"{path}.exclusive_max", "needs max.");
        if (parameters.Min > parameters.Max || (parameters.Min == parameters.Max && (parameters.ExclusiveMin || parameters.ExclusiveMax)))
            problems.Add($"{path}.max", "leaves no number between it and min.");
        minimum = parameters.Min is { } min ? Decimal38.Parse(min.ToString(CultureInfo.InvariantCulture)) : null;
        maximum = parameters.Max is { } max ? Decimal38.Parse(max.ToString(CultureInfo.InvariantCulture)) : null;
        var outside = Bounds.Outside(parameters.ExclusiveMin ? "as small as" : "below", minimum?.ToString(), parameters.ExclusiveMax ? "as great as" : "above", maximum?.ToString());
        outOfRange = OutOfRange with { Message = $"The number must not be {outside}." };
    }

    private Violation? Verdict(double value) =>
        Verdict(value.CompareTo((double?)Parameters.Min ?? value), value.CompareTo((double?)Parameters.Max ?? value));

    private Violation? Verdict(int againstMin, int againstMax)
    {
        var isAboveMin = Parameters.Min is null || (Parameters.ExclusiveMin ? againstMin > 0 : againstMin >= 0);
        var isBelowMax = Parameters.Max is null || (Parameters.ExclusiveMax ? againstMax < 0 : againstMax <= 0);
        return isAboveMin && isBelowMax ? null : outOfRange;
    }
}
