using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Joins;

/// <summary>A join as the user asks for it.</summary>
/// <param name="Type">Which records it gives.</param>
/// <param name="Match">What many matches make of one record.</param>
/// <param name="Shape">The fields.</param>
/// <param name="Input">The other source.</param>
internal sealed record JoinPlan(JoinType Type, JoinMatch Match, JoinShape Shape, NamedInput Input)
{
    /// <summary>What is kept of a record of the other source.</summary>
    public MatchFields Fields { get; } = new(Shape, Input.Schema);

    /// <summary>Whether only the first match of a record counts: all that a semi or anti join asks is whether there is one.</summary>
    public bool TakesOnlyFirst => Match == JoinMatch.First || Type is JoinType.Semi or JoinType.Anti;

    /// <summary>Whether only the first record of each key has to be held: of keys that nothing matches, all may be wanted.</summary>
    public bool HoldsOnlyFirst => TakesOnlyFirst && !Shape.KeepsUnmatched;

    /// <summary>How much of the keys of records at hand is gathered of each partition.</summary>
    public static int LeftBlockBytes(TransformationResources resources) => (int)Math.Clamp(resources.Memory.Bytes / (8L * KeyPartition.Count * resources.Workers), 2 << 10, 64 << 10);

    /// <summary>Whether a record at hand with so many matches is in the result.</summary>
    public bool Keeps(int matches) => Type switch
    {
        JoinType.Left or JoinType.Full => true,
        JoinType.Anti => matches == 0,
        _ => matches > 0,
    };
}
