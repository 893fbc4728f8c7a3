using System.Globalization;

namespace DataAggregator.Formats.Text;

/// <summary>Makes field names of what a header says.</summary>
internal static class FieldNames
{
    /// <summary>One name a column, unique and not empty: a missing one is <c>column_3</c>, a repeated one <c>price_2</c>.</summary>
    public static string[] Unique(IReadOnlyList<string> texts)
    {
        var names = new string[texts.Count];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var copies = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var name = texts[i].Trim();
            if (name.Length == 0)
                name = Unnamed(i + 1);
            var unique = name;
            // Where a name is repeated thousands of times, counting begins where it stopped.
            for (var copy = copies.GetValueOrDefault(name, 2); !taken.Add(unique); copy++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{copy}");
                copies[name] = copy + 1;
            }

            names[i] = unique;
        }

        return names;
    }

    /// <summary>The name of a column without one; numbers begin at 1.</summary>
    public static string Unnamed(int number) => string.Create(CultureInfo.InvariantCulture, $"column_{number}");
}
