using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Values as plain objects: null, bool, <see cref="Exact"/>, string, a list or a dictionary of them.</summary>
internal static partial class Plain
{
    /// <summary>What is read from a field that a record lacks.</summary>
    public static readonly object Missing = new();

    public static object? Parse(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined => Missing,
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Number => Exact.Parse(json.GetRawText()),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Array => json.EnumerateArray().Select(Parse).ToList(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(property => property.Name, property => Parse(property.Value)),
        _ => null,
    };

    /// <summary>The value as JSON, the fields of objects in order, so that equal values are written alike.</summary>
    public static string Write(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        Exact number => number.ToString(),
        string text => JsonSerializer.Serialize(text),
        List<object?> list => $"[{string.Join(',', list.Select(Write))}]",
        Dictionary<string, object?> fields => $"{{{string.Join(',', fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"\"{field.Key}\":{Write(field.Value)}"))}}}",
        _ => "null",
    };

    public static bool IsNull(object? value) => value is null || ReferenceEquals(value, Missing);

    public static bool AreEqual(object? left, object? right) => Write(left) == Write(right);

    /// <summary>Which of two values comes first: by kind, then numbers by value and text by its code points.</summary>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (bool a, bool b) => a.CompareTo(b),
        (Exact a, Exact b) => a.CompareTo(b),
        (string a, string b) => a.EnumerateRunes().Select(rune => rune.Value).ToList() is var x && b.EnumerateRunes().Select(rune => rune.Value).ToList() is var y
            ? x.Zip(y, (p, q) => p.CompareTo(q)).FirstOrDefault(order => order != 0, x.Count.CompareTo(y.Count))
            : 0,
        _ when KindOf(left) != KindOf(right) => KindOf(left).CompareTo(KindOf(right)),
        _ when AreEqual(left, right) => 0,
        _ => throw new UndecidedException("Which of two structures comes first."),
    };

    /// <summary>A value in a text: what it says, without quotes.</summary>
    public static string Text(object? value) => value switch
    {
        string text => text,
        bool or Exact => Write(value),
        _ => throw new UndecidedException("A structure as text."),
    };

    /// <summary>What stands at a path: the field of exactly that name, else step by step.</summary>
    public static object? Read(Row row, string path)
    {
        if (row.Values.TryGetValue(path, out var whole))
            return whole;
        object? value = row.Values;
        foreach (Match part in PathPart().Matches(path))
        {
            value = (value, part.Groups["index"]) switch
            {
                (List<object?> list, { Success: true } index) => list.ElementAtOrDefault(int.Parse(index.Value)) is var item && int.Parse(index.Value) < list.Count ? item : Missing,
                (Dictionary<string, object?> fields, { Success: false }) => fields.GetValueOrDefault(part.Value, Missing),
                _ => Missing,
            };
        }

        return value;
    }

    /// <summary>The field that a path begins at.</summary>
    public static string RootOf(string path, IEnumerable<string> fields) => fields.Contains(path) ? path : PathPart().Match(path).Value;

    private static int KindOf(object? value) => value switch { bool => 0, Exact => 1, string => 2, List<object?> => 3, _ => 4 };

    [GeneratedRegex(@"\[(?<index>\d+)\]|[^.\[]+")]
    private static partial Regex PathPart();
}
