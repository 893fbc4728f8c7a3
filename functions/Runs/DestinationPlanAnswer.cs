using DataAggregator.Core.Connectors;
using DataAggregator.Core.Runs;

namespace DataAggregator.Functions.Runs;

/// <summary>What would become of one destination.</summary>
/// <param name="Step">Its name in the books.</param>
/// <param name="ConnectorType">Its type.</param>
/// <param name="Target">The table, the file.</param>
/// <param name="Exists">Whether that is there.</param>
/// <param name="WriteMode">The write mode.</param>
/// <param name="Guarantee">The promise on redelivery.</param>
/// <param name="Statements">What would be executed, in order.</param>
/// <param name="Effect">What would happen to what is there, in words.</param>
/// <param name="RecordsExisting">Records that are there, where that is known.</param>
/// <param name="ExistingIsEstimate">Whether that is an estimate.</param>
/// <param name="RecordsDelivered">Records that would be delivered.</param>
/// <param name="RecordsInserted">Records that would be added; left out where only writing can tell.</param>
/// <param name="RecordsRemoved">Records that would be removed; left out where not known.</param>
public sealed record DestinationPlanAnswer(
    string Step,
    string ConnectorType,
    string Target,
    bool Exists,
    string WriteMode,
    DeliveryGuarantee Guarantee,
    IReadOnlyList<string> Statements,
    string Effect,
    long? RecordsExisting,
    bool ExistingIsEstimate,
    long RecordsDelivered,
    long? RecordsInserted,
    long? RecordsRemoved)
{
    /// <summary>The answer for an outlook.</summary>
    public static DestinationPlanAnswer Of(WriteOutlook outlook)
    {
        var plan = outlook.Destination.Plan;
        return new(
            outlook.Destination.Step, outlook.Destination.Type, plan.Target, plan.Exists, plan.WriteMode, plan.Guarantee, plan.Statements, plan.Effect,
            plan.ExistingRecords, plan.ExistingIsEstimate, outlook.Delivered, outlook.Inserted, outlook.Removed);
    }
}
