using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>A deduplication as the user asks for it, parsed.</summary>
/// <param name="KeyFields">Records that are equal in these are duplicates; with fuzzy matching, they are one block.</param>
/// <param name="Keep">Which of several stays.</param>
/// <param name="By">The field that decides, where least or greatest stays.</param>
internal sealed record DeduplicationPlan(IReadOnlyList<FieldPath> KeyFields, KeepRule Keep, FieldPath? By)
{
    /// <summary>What the texts that are compared are freed of.</summary>
    public IReadOnlyList<KeyNormalization> Normalize { get; init; } = [];

    /// <summary>How many characters of a key's texts count; all unless given.</summary>
    public int? Prefix { get; init; }

    /// <summary>What is compared within a block; null where equal keys decide.</summary>
    public FuzzyPlan? Fuzzy { get; init; }

    /// <summary>How the fields that records are sorted by are ordered: those of the key, and the one that decides which comes first of a key.</summary>
    public KeyOrder[] Orders
    {
        get
        {
            var keys = KeyFields.Select(_ => default(KeyOrder));
            return By is null ? [.. keys] : [.. keys, new KeyOrder(IsDescending: Keep == KeepRule.Max, NullsLast: true)];
        }
    }

    /// <summary>What brings texts into the form in which they are compared; for one worker.</summary>
    public KeyNormalizer NewNormalizer() => new(Normalize);
}
