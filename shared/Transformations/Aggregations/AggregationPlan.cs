using DataAggregator.Core.Records;
using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>An aggregation as the user asks for it, parsed.</summary>
/// <param name="Step">How the step is called in errors.</param>
/// <param name="GroupBy">The fields whose values make a group.</param>
/// <param name="Fields">The fields to aggregate.</param>
/// <param name="Inputs">The values that each of those takes.</param>
/// <param name="IncludeDetails">Whether the records of a group stand in its result.</param>
/// <param name="Having">What a result must be like to go on.</param>
/// <param name="Describe">The schema of the result for records of that schema.</param>
internal sealed record AggregationPlan(
    string Step,
    IReadOnlyList<FieldPath> GroupBy,
    IReadOnlyList<AggregatedField> Fields,
    IReadOnlyList<AggregateInput> Inputs,
    bool IncludeDetails,
    Condition? Having,
    Func<Schema, Schema> Describe)
{
    /// <summary>The states of all aggregated fields, details last.</summary>
    public Aggregate[] Open() => [.. Fields.Select(field => field.Open()), .. IncludeDetails ? [new ListAggregate(separator: null, "details")] : Array.Empty<Aggregate>()];
}
