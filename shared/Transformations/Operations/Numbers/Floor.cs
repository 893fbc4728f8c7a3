using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Numbers;

/// <summary>The whole number at or below.</summary>
internal sealed class Floor : NumberOperation<NoParameters>
{
    public override OperationSpec Spec => MakeSpec(
        "number",
        "Gives the greatest whole number that is not greater.",
        """{"input":-2.5,"output":-3}""");

    protected override Decimal38 Change(Decimal38 number) => Rounding.Round(number, 0, RoundingMode.Floor);
}
