using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Conditions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>An aggregation as the user asks for it, parsed.</summary>
/// <param name="Step">How the step is called in errors.</param>
/// <param name="GroupBy">The fields whose values make a group.</param>
/// <param name="Fields">The fields to aggregate.</param>
/// <param name="Inputs">The field that each of those takes, null where records are counted; with a choice, one for all of them.</param>
/// <param name="Choice">Which one of those fields takes a record's value; null where all do.</param>
/// <param name="IncludeDetails">Whether the records of a group stand in its result.</param>
/// <param name="Having">What a result must be like to go on.</param>
/// <param name="Describe">The schema of the result for records of that schema.</param>
internal sealed record AggregationPlan(
    string Step,
    IReadOnlyList<FieldPath> GroupBy,
    IReadOnlyList<AggregatedField> Fields,
    IReadOnlyList<FieldPath?> Inputs,
    PivotChoice? Choice,
    bool IncludeDetails,
    Condition? Having,
    Func<Schema, Schema> Describe)
{
    private const long LeastListBytes = 16 << 20;

    // A value of JSON must not be longer.
    private const long MostListBytes = 128 << 20;

    /// <summary>Whether all values of a group become one value, and so have to be in memory.</summary>
    public bool MakesLists => IncludeDetails || Fields.Any(made => made.Operation is AggregateOperation.List or AggregateOperation.Concat);

    /// <summary>The states of all aggregated fields, details last.</summary>
    /// <param name="memory">The run's memory budget: no list may take more than a quarter of it.</param>
    public Aggregate[] Open(MemoryBudget memory)
    {
        var most = Math.Clamp(memory.Bytes / 4, LeastListBytes, MostListBytes);
        return [.. Fields.Select(field => field.Open(most)), .. IncludeDetails ? [new ListAggregate(separator: null, "details", most)] : Array.Empty<Aggregate>()];
    }
}
