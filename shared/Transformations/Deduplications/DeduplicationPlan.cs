using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>A deduplication as the user asks for it, parsed.</summary>
/// <param name="KeyFields">Records that are equal in these are duplicates.</param>
/// <param name="Keep">Which of them stays.</param>
/// <param name="By">The field that decides, where least or greatest stays.</param>
internal sealed record DeduplicationPlan(IReadOnlyList<FieldPath> KeyFields, KeepRule Keep, FieldPath? By)
{
    /// <summary>The fields that records are sorted by: those of the key, and the one that decides which comes first of a key.</summary>
    public IReadOnlyList<FieldPath> SortFields => By is null ? KeyFields : [.. KeyFields, By];

    /// <summary>How those are ordered.</summary>
    public KeyOrder[] Orders => [.. SortFields.Select((_, i) => i < KeyFields.Count ? default : new KeyOrder(IsDescending: Keep == KeepRule.Max, NullsLast: true))];
}
