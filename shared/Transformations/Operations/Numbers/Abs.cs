using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Numbers;

/// <summary>Numbers without their sign.</summary>
internal sealed class Abs : NumberOperation<NoParameters>
{
    public override OperationSpec Spec => MakeSpec(
        "number",
        "Takes the sign off a number.",
        """{"input":-12.50,"output":12.50}""");

    protected override Decimal38 Change(Decimal38 number) => Int128.IsNegative(number.Unscaled) ? -number : number;

    protected override double ChangeHuge(double number) => Math.Abs(number);
}
