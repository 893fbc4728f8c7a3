using System.Text.Json;

namespace DataAggregator.Core.Pipelines.Versions;

/// <summary>What changed from one version of a definition to another, rule by rule and setting by setting.</summary>
public sealed class DefinitionDiff
{
    private static readonly string[] ListsOfSteps = ["transformations", "then", "else"];
    private readonly List<DefinitionChange> changes = [];

    private DefinitionDiff()
    {
    }

    /// <summary>The differences, in the order of the newer version. Secrets are compared, but never told.</summary>
    /// <param name="old">The older definition, secrets in the clear and masked.</param>
    /// <param name="current">The newer one.</param>
    public static IReadOnlyList<DefinitionChange> Between((JsonElement Clear, JsonElement Masked) old, (JsonElement Clear, JsonElement Masked) current)
    {
        var diff = new DefinitionDiff();
        diff.CompareObjects(new DiffNode(old.Clear, old.Masked, "$"), new DiffNode(current.Clear, current.Masked, "$"), DiffPlace.Root);
        return diff.changes;
    }

    private void Compare(DiffNode old, DiffNode current, DiffPlace place)
    {
        if (JsonElement.DeepEquals(old.Clear, current.Clear))
            return;
        if (old.IsObject && current.IsObject)
            CompareObjects(old, current, place);
        else if (old.Clear.ValueKind == JsonValueKind.Array && current.Clear.ValueKind == JsonValueKind.Array)
            CompareLists(old, current, place);
        else
            Add(ChangeKind.Changed, old, current, place);
    }

    private void CompareObjects(DiffNode old, DiffNode current, DiffPlace place)
    {
        var names = current.Clear.EnumerateObject().Select(property => property.Name).ToList();
        names.AddRange(old.Clear.EnumerateObject().Select(property => property.Name).Where(name => !names.Contains(name)));
        foreach (var name in names)
        {
            var (before, after) = (old.Property(name), current.Property(name));
            if (ListsOfSteps.Contains(name))
                (before, after) = (before?.AsSteps(), after?.AsSteps());
            CompareOptional(before, after, place.Setting(name));
        }
    }

    private void CompareOptional(DiffNode? old, DiffNode? current, DiffPlace place)
    {
        if (old is { } before && current is { } after)
            Compare(before, after, place);
        else
            Add(old is null ? ChangeKind.Added : ChangeKind.Removed, old, current, place);
    }

    private void CompareLists(DiffNode old, DiffNode current, DiffPlace place)
    {
        foreach (var (before, after, moved) in ItemMatch.Pair(old.Items(), current.Items()))
        {
            var item = (after ?? before)!.Value;
            var at = place.Item(item);
            if (moved)
                Add(ChangeKind.Moved, before, after, at);
            CompareOptional(before, after, at);
        }
    }

    private void Add(ChangeKind kind, DiffNode? old, DiffNode? current, DiffPlace place)
    {
        var path = (current ?? old)!.Value.Path;
        var oldPath = old?.Path is { } before && before != path ? before : null;
        var values = kind == ChangeKind.Moved ? default : (Old: old?.Shown, New: current?.Shown);
        var secret = old?.IsSecret == true || current?.IsSecret == true;
        changes.Add(new DefinitionChange(kind, path, oldPath, values.Old, values.New, place.Sentence(kind, old?.Shown, current?.Shown, secret)));
    }
}
