using System.Collections.Frozen;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>The plain forms of Latin letters that no normal form of Unicode takes apart.</summary>
internal static class PlainLetters
{
    private static readonly FrozenDictionary<char, string> Small = new Dictionary<char, string>
    {
        ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ø'] = "o", ['đ'] = "d", ['ð'] = "d", ['þ'] = "th", ['ł'] = "l", ['ı'] = "i", ['ħ'] = "h",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, string> All = Small
        .Concat(Small.Where(pair => char.ToUpperInvariant(pair.Key) != pair.Key).Select(pair => KeyValuePair.Create(char.ToUpperInvariant(pair.Key), pair.Value.ToUpperInvariant())))
        .Append(KeyValuePair.Create('ẞ', "SS"))
        .ToFrozenDictionary();

    /// <summary>The plain form of a letter; null when it has none.</summary>
    public static string? Of(char letter) => All.GetValueOrDefault(letter);
}
