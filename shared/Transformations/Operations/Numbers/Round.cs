using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Numbers;

/// <summary>Numbers rounded, exactly.</summary>
internal sealed class Round : NumberOperation<Round.Options>
{
    public sealed record Options
    {
        [Description("Digits to keep after the point.")]
        [Range(0, Decimal38.MaxDigits)]
        public int Digits { get; init; }

        [Description("Where a number goes that lies between two: half_even to the nearest and halves to the even one, half_up halves away from zero, down towards zero, up away from it, floor to the smaller, ceiling to the greater.")]
        public RoundingMode Mode { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "number",
        "Rounds a number exactly, halves to even unless the mode says otherwise.",
        """{"input":2.345,"parameters":{"digits":2,"mode":"half_up"},"output":2.35}""");

    protected override Decimal38 Change(Decimal38 number) => Rounding.Round(number, Parameters.Digits, Parameters.Mode);
}
