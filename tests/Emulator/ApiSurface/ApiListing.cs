using System.Text.RegularExpressions;

namespace DataAggregator.Tests.Emulator.ApiSurface;

/// <summary>
/// The public API of the official packages. Attributes and <c>new</c> are left out of the comparison, except for
/// <see cref="AttributeUsageAttribute"/>.
/// </summary>
internal sealed partial class ApiListing
{
    private readonly Dictionary<string, string> declarations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> usages = new(StringComparer.Ordinal);

    private ApiListing(IEnumerable<string> lines)
    {
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var parts = Line().Match(line);
            var (type, text) = (parts.Groups[1].Value, parts.Groups[3].Value);
            if (parts.Groups[2].Value == "::")
            {
                declarations[type] = WithoutAttributes(text);
                usages[type] = Usage().Match(text).Groups[1].Value;
            }
            else
            {
                (members.TryGetValue(type, out var set) ? set : members[type] = new HashSet<string>(StringComparer.Ordinal)).Add(WithoutAttributes(text));
            }
        }
    }

    public static ApiListing Read() => new(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "ApiSurface"), "*.txt").SelectMany(File.ReadLines));

    /// <summary>The declaration of a type; null if there is no such type.</summary>
    public string? Declaration(string type) => declarations.GetValueOrDefault(type);

    public IReadOnlySet<string> Members(string type) => members.GetValueOrDefault(type) ?? [];

    /// <summary>The arguments of the type's AttributeUsage; empty without one.</summary>
    public string AttributeUsage(string type) => usages.GetValueOrDefault(type) ?? string.Empty;

    private static string WithoutAttributes(string text)
    {
        while (text.StartsWith('['))
        {
            var depth = 0;
            var end = 0;
            do
            {
                depth += text[end] switch { '[' => 1, ']' => -1, _ => 0 };
                end++;
            }
            while (depth > 0);
            text = text[end..].TrimStart();
        }

        return text.Replace("public new ", "public ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(.+?) (\.|::) (.+)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\[System\.AttributeUsageAttribute\(([^)]*)\)\]")]
    private static partial Regex Usage();
}
