using System.Globalization;
using System.Text.Json;

namespace DataAggregator.Core.Pipelines.Versions;

/// <summary>A place of a definition in words: "step 3 (record_filter)", and in it the setting "condition.value".</summary>
/// <param name="Where">The part; empty at the top.</param>
/// <param name="Name">The setting in it; empty for the part itself.</param>
internal sealed record DiffPlace(string Where, string Name)
{
    private const int MostLetters = 80;
    private static readonly string[] Parts = ["source", "destination", "schedule", "error_handling", "notifications", "parameters"];

    public static DiffPlace Root { get; } = new("", "");

    public DiffPlace Setting(string name) => Where.Length == 0 && Name.Length == 0 && Parts.Contains(name)
        ? new(name.Replace('_', ' '), "")
        : new(Where, Name.Length == 0 ? name : $"{Name}.{name}");

    public DiffPlace Item(DiffNode item)
    {
        var position = int.Parse(item.Path.AsSpan(item.Path.LastIndexOf('[') + 1).TrimEnd(']'), CultureInfo.InvariantCulture) + 1;
        var list = Name.Split('.')[^1];
        var noun = list switch
        {
            "transformations" or "then" or "else" => "step",
            "sources" or "destinations" or "triggers" => list[..^1],
            _ => null,
        };
        if (noun is null || !item.IsObject)
            return item.IsObject ? new(Where, $"{Name}[{position}]") : this;
        var branch = Where.Length == 0 ? "" : $"{Where}, {list} ";
        return new($"{branch}{noun} {position}{(item.Word is { } word ? $" ({word})" : "")}", "");
    }

    public string Sentence(ChangeKind kind, JsonElement? old, JsonElement? current, bool secret)
    {
        var subject = Subject(kind, secret);
        var sentence = (kind, secret) switch
        {
            (ChangeKind.Moved, _) => $"{subject} moved to another place.",
            (ChangeKind.Changed, true) => $"{subject} was changed.",
            (ChangeKind.Changed, _) => $"{subject} changed from {Show(old)} to {Show(current)}.",
            (ChangeKind.Added, false) when Name.Length > 0 => $"{subject} was added: {Show(current)}.",
            (ChangeKind.Added, _) => $"{subject} was added.",
            (_, false) when Name.Length > 0 => $"{subject} was removed; it was {Show(old)}.",
            _ => $"{subject} was removed.",
        };
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    private string Subject(ChangeKind kind, bool secret)
    {
        if (Name.Length == 0)
            return kind == ChangeKind.Moved || Where.Contains(' ', StringComparison.Ordinal) ? Where : $"the {Where}";
        var setting = secret ? $"the secret {Name}" : Name;
        return Where.Length == 0 ? setting : $"{Where}: {setting}";
    }

    private static string Show(JsonElement? value)
    {
        if (value is not { } shown)
            return "nothing";
        var text = shown.ValueKind == JsonValueKind.String ? $"'{shown.GetString()}'" : shown.GetRawText();
        return text.Length <= MostLetters ? text : $"{text[..MostLetters]}…";
    }
}
