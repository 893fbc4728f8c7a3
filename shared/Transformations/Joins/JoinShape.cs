using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>Which fields of the other source a join takes, and how they are called in the result.</summary>
/// <param name="Taken">The fields, each with its name in the result unless the record at hand has that name already.</param>
/// <param name="TakenFrom">Where each of them is read.</param>
/// <param name="LeftKeys">The key fields of the record at hand.</param>
/// <param name="RightKeys">The key fields of the other source, as many.</param>
/// <param name="KeepsUnmatched">Whether records of the other source that nothing matched are in the result, their keys in the place of the record's own.</param>
internal sealed record JoinShape(IReadOnlyList<Field> Taken, IReadOnlyList<FieldPath> TakenFrom, FieldPath[] LeftKeys, FieldPath[] RightKeys, bool KeepsUnmatched)
{
    /// <summary>The numbers of the taken fields that the result has: on a collision of names the field at hand stays.</summary>
    public int[] Kept(Schema left) => [.. Enumerable.Range(0, Taken.Count).Where(i => left.IndexOf(Taken[i].Name) < 0)];

    /// <summary>The schema of the result for records at hand of that schema.</summary>
    public Schema Describe(Schema left, Schema? right)
    {
        var own = left.Select(field => KeepsUnmatched ? Widened(field, right) : field);
        return new Schema([.. own, .. Kept(left).Select(i => Taken[i])]);
    }

    /// <summary>
    /// The fields of the records at hand, and behind them those keys that none of them has: what was not matched keeps its key even where there
    /// is no record at hand.
    /// </summary>
    public Schema WithKeys(Schema left, Schema? right)
    {
        if (!KeepsUnmatched)
            return left;
        var missing = Enumerable.Range(0, LeftKeys.Length).Where(i => LeftKeys[i].RootIndex(left) < 0 && !LeftKeys[i].IsNested(left));
        return new Schema([.. left, .. missing.Select(i => new Field(LeftKeys[i].Text, (right is null ? null : RightKeys[i].Find(right))?.Type ?? DataType.Json))]);
    }

    /// <summary>The number of the right key that stands in for a field at hand; -1 for none.</summary>
    public int KeyFor(string field) => Array.FindIndex(LeftKeys, key => key.Text == field);

    private Field Widened(Field field, Schema? right)
    {
        if (KeyFor(field.Name) is not (>= 0 and var key) || right is null || RightKeys[key].Find(right) is not { } other)
            return field with { Nullable = true };
        return new Schema(field).Union(new Schema(other with { Name = field.Name }))[0] with { Nullable = true };
    }
}
