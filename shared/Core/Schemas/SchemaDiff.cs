using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Schemas;

/// <summary>Compares what was seen of a stream with what is known of it.</summary>
public static class SchemaDiff
{
    /// <summary>The differences, in the order of the fields seen, missing ones last.</summary>
    public static IReadOnlyList<SchemaChange> Between(Schema known, Schema seen)
    {
        if (ReferenceEquals(known, seen))
            return [];
        var changes = new List<SchemaChange>();
        foreach (var field in seen)
        {
            if (Of(known, field) is { } change)
                changes.Add(change);
        }

        var renamable = changes.Where(change => change.Kind == SchemaChangeKind.New).Select(change => change.After!).ToList();
        foreach (var gone in known.Where(field => seen.IndexOf(field.Name) < 0))
            changes.Add(new SchemaChange(SchemaChangeKind.Missing, gone.Name, gone, null) { RenamedTo = TakeRename(gone, renamable) });
        return changes;
    }

    /// <summary>How a field that was seen differs from what is known; null when it does not.</summary>
    public static SchemaChange? Of(Schema known, Field seen)
    {
        if (known.Find(seen.Name) is not { } before)
            return new SchemaChange(SchemaChangeKind.New, seen.Name, null, seen);
        return KindOf(before.Type, seen.Type) is { } kind ? new SchemaChange(kind, seen.Name, before, seen) : null;
    }

    /// <summary>How a type differs from the one before it; null when it does not.</summary>
    public static SchemaChangeKind? KindOf(DataType before, DataType after) =>
        before == after ? null
        : Holds(after, before) ? SchemaChangeKind.Widened
        : Holds(before, after) ? SchemaChangeKind.Narrowed
        : SchemaChangeKind.Incompatible;

    /// <summary>Whether every value of a type is one of a wider type too.</summary>
    private static bool Holds(DataType wider, DataType type) => (wider, type) switch
    {
        (DataType.Json, not DataType.Binary) => true,
        (DataType.Decimal, DataType.Int64) => true,
        _ => false,
    };

    /// <summary>A new field of the same type with a similar name, or the only new one of that type.</summary>
    private static string? TakeRename(Field gone, List<Field> renamable)
    {
        var alike = renamable.Where(field => field.Type == gone.Type).ToList();
        var name = Nearest.To(gone.Name, alike.Select(field => field.Name)) ?? (alike is [var only] && SharesWord(only.Name, gone.Name) ? only.Name : null);
        renamable.RemoveAll(field => field.Name == name);
        return name;
    }

    private static bool SharesWord(string left, string right) =>
        left.Contains(right, StringComparison.OrdinalIgnoreCase) || right.Contains(left, StringComparison.OrdinalIgnoreCase)
        || Words(left).Intersect(Words(right), StringComparer.OrdinalIgnoreCase).Any();

    private static string[] Words(string name) => name.Split(['_', '-', ' ', '.'], StringSplitOptions.RemoveEmptyEntries);
}
