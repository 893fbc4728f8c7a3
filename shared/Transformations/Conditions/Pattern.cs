using System.Text;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Conditions;

/// <summary>Compiles regular expressions that users write so that none can hang a run.</summary>
internal static class Pattern
{
    private const int MaxLength = 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    /// <summary>The pattern, non-backtracking where it allows it, else limited in time; null and a problem when it is none.</summary>
    public static Regex? Compile(string pattern, bool ignoreCase, bool unicode, string path, Problems problems)
    {
        if (Encoding.UTF8.GetByteCount(pattern) > MaxLength)
        {
            problems.Add(path, $"is a pattern of more than {MaxLength} bytes.");
            return null;
        }

        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        var text = unicode ? pattern : WithAsciiDigits(pattern);
        try
        {
            // Its time grows with the text alone, so that it needs no limit.
            return new Regex(text, options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(text, options, Limit);
        }
        catch (ArgumentException exception)
        {
            problems.Add(path, $"is no regular expression: {exception.Message}");
            return null;
        }
    }

    /// <summary>The pattern with <c>\d</c> and <c>\D</c> meaning <c>0</c> to <c>9</c> alone.</summary>
    private static string WithAsciiDigits(string pattern)
    {
        var result = new StringBuilder(pattern.Length);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var letter = pattern[i];
            if (letter != '\\' || i + 1 == pattern.Length)
            {
                inClass = letter == '[' || (inClass && letter != ']');
                result.Append(letter);
                continue;
            }

            result.Append(pattern[++i] switch
            {
                'd' => inClass ? "0-9" : "[0-9]",
                'D' => inClass ? @"\u0000-/:-\uFFFF" : "[^0-9]",
                _ => $"\\{pattern[i]}",
            });
        }

        return result.ToString();
    }
}
