using System.Text;

namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>Writes names in another style. Words end at spaces, <c>_</c>, <c>-</c> and <c>.</c>, and where small letters meet capitals: <c>HTTPServer Id2</c> has three.</summary>
internal static class NameWords
{
    /// <summary>The name in that style; one without a letter or digit stays as it is.</summary>
    public static string Rename(string name, NamingStyle style)
    {
        var result = new StringBuilder(name.Length + 4);
        var isFirst = true;
        foreach (var (start, end) in Words(name))
        {
            var word = name[start..end].ToLowerInvariant();
            if (!isFirst && style is NamingStyle.SnakeCase or NamingStyle.KebabCase)
                result.Append(style == NamingStyle.SnakeCase ? '_' : '-');
            var isCapital = style == NamingStyle.PascalCase || (style == NamingStyle.CamelCase && !isFirst);
            result.Append(isCapital ? char.ToUpperInvariant(word[0]) : word[0]).Append(word, 1, word.Length - 1);
            isFirst = false;
        }

        return isFirst ? name : result.ToString();
    }

    private static IEnumerable<(int Start, int End)> Words(string name)
    {
        var start = -1;
        for (var i = 0; i <= name.Length; i++)
        {
            var isSeparator = i == name.Length || name[i] is ' ' or '_' or '-' or '.' or '/';
            if (start >= 0 && (isSeparator || BeginsWord(name, i)))
            {
                yield return (start, i);
                start = -1;
            }

            if (!isSeparator && start < 0)
                start = i;
        }
    }

    private static bool BeginsWord(string name, int at) =>
        char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1])));
}
