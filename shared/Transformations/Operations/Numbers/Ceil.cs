using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Numbers;

/// <summary>The whole number at or above.</summary>
internal sealed class Ceil : NumberOperation<NoParameters>
{
    public override OperationSpec Spec => MakeSpec(
        "number",
        "Gives the smallest whole number that is not smaller.",
        """{"input":-2.5,"output":-2}""");

    protected override Decimal38 Change(Decimal38 number) => Rounding.Round(number, 0, RoundingMode.Ceiling);
}
