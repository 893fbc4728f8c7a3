using System.Collections.Frozen;
using System.Text;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Reads patterns of dates in either spelling: letters (<c>yyyy-MM-dd HH:mm:ss</c>) or, where there is a %, strftime (<c>%Y-%m-%d</c>).</summary>
internal static class TimePatternParser
{
    /// <summary>What patterns may hold, for descriptions.</summary>
    public const string Description =
        "A pattern of letters: yyyy yy year, MM M month, MMMM MMM its English name, dd d day, dddd ddd (EEEE EEE) weekday, DDD day of the year, HH H hour to 23, hh h hour to 12, tt (a) AM or PM, "
        + "mm m minute, ss s second, f to ffffff (S) fraction, F to FFFFFF fraction without zeros at its end, zzz (xxx) offset, K (XXX) offset or Z, 'text' or \\x as it is. "
        + "Or strftime: %Y %y %m %-m %B %b %d %-d %e %j %A %a %H %-H %I %-I %p %M %S %f %L %z %:z %s %F %T %D %R %%. Or unix_seconds, unix_milliseconds, unix_microseconds. English names, whatever the place.";

    private static readonly FrozenDictionary<string, TimePiece> Letters = new Dictionary<string, TimePiece>
    {
        ["yyyy"] = new(TimeField.Year, 4, 4), ["uuuu"] = new(TimeField.Year, 4, 4), ["yy"] = new(TimeField.ShortYear, 2, 2),
        ["MMMM"] = new(TimeField.MonthName), ["MMM"] = new(TimeField.ShortMonthName), ["MM"] = new(TimeField.Month, 2, 2), ["M"] = new(TimeField.Month, 1, 2),
        ["dddd"] = new(TimeField.Weekday), ["ddd"] = new(TimeField.ShortWeekday), ["EEEE"] = new(TimeField.Weekday), ["EEE"] = new(TimeField.ShortWeekday), ["E"] = new(TimeField.ShortWeekday),
        ["dd"] = new(TimeField.Day, 2, 2), ["d"] = new(TimeField.Day, 1, 2), ["DDD"] = new(TimeField.DayOfYear, 3, 3),
        ["HH"] = new(TimeField.Hour, 2, 2), ["H"] = new(TimeField.Hour, 1, 2), ["hh"] = new(TimeField.HalfDayHour, 2, 2), ["h"] = new(TimeField.HalfDayHour, 1, 2),
        ["tt"] = new(TimeField.HalfDay), ["a"] = new(TimeField.HalfDay), ["mm"] = new(TimeField.Minute, 2, 2), ["m"] = new(TimeField.Minute, 1, 2),
        ["ss"] = new(TimeField.Second, 2, 2), ["s"] = new(TimeField.Second, 1, 2),
        ["zzz"] = new(TimeField.Offset), ["xxx"] = new(TimeField.Offset), ["K"] = new(TimeField.OffsetOrZ), ["XXX"] = new(TimeField.OffsetOrZ),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TimePiece> Percents = new Dictionary<string, TimePiece>
    {
        ["Y"] = new(TimeField.Year, 4, 4), ["y"] = new(TimeField.ShortYear, 2, 2), ["m"] = new(TimeField.Month, 2, 2), ["-m"] = new(TimeField.Month, 1, 2),
        ["B"] = new(TimeField.MonthName), ["b"] = new(TimeField.ShortMonthName), ["d"] = new(TimeField.Day, 2, 2), ["-d"] = new(TimeField.Day, 1, 2), ["e"] = new(TimeField.Day, 1, 2),
        ["j"] = new(TimeField.DayOfYear, 3, 3), ["A"] = new(TimeField.Weekday), ["a"] = new(TimeField.ShortWeekday),
        ["H"] = new(TimeField.Hour, 2, 2), ["-H"] = new(TimeField.Hour, 1, 2), ["I"] = new(TimeField.HalfDayHour, 2, 2), ["-I"] = new(TimeField.HalfDayHour, 1, 2), ["p"] = new(TimeField.HalfDay),
        ["M"] = new(TimeField.Minute, 2, 2), ["S"] = new(TimeField.Second, 2, 2), ["f"] = new(TimeField.Fraction, 6, 6), ["L"] = new(TimeField.Fraction, 3, 3),
        ["z"] = new(TimeField.PlainOffset), [":z"] = new(TimeField.Offset), ["s"] = new(TimeField.UnixSeconds),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<char, string> Shorthands =
        new Dictionary<char, string> { ['F'] = "%Y-%m-%d", ['T'] = "%H:%M:%S", ['D'] = "%m/%d/%y", ['R'] = "%H:%M" }.ToFrozenDictionary();

    /// <summary>The pieces of a pattern; what is no part of any adds a problem.</summary>
    public static List<TimePiece> Parse(string pattern, string path, Problems problems)
    {
        switch (Names.Normalise(pattern))
        {
            case "unix_seconds":
                return [new(TimeField.UnixSeconds)];
            case "unix_milliseconds":
                return [new(TimeField.UnixMilliseconds)];
            case "unix_microseconds":
                return [new(TimeField.UnixMicroseconds)];
        }

        var pieces = new List<TimePiece>();
        if (pattern.Contains('%', StringComparison.Ordinal))
            ParsePercents(pattern, pieces, path, problems);
        else
            ParseLetters(pattern, pieces, path, problems);
        if (pieces.Count == 0)
            problems.Add(path, "must not be empty.");
        return pieces;
    }

    private static void ParsePercents(string pattern, List<TimePiece> pieces, string path, Problems problems)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
            {
                AddLiteral(pieces, pattern[i]);
                continue;
            }

            var length = i + 2 < pattern.Length && pattern[i + 1] is '-' or ':' ? 2 : 1;
            var code = pattern.Substring(i + 1, Math.Min(length, pattern.Length - i - 1));
            i += length;
            if (code == "%")
                AddLiteral(pieces, '%');
            else if (Percents.TryGetValue(code, out var piece))
                pieces.Add(piece);
            else if (code.Length == 1 && Shorthands.TryGetValue(code[0], out var whole))
                ParsePercents(whole, pieces, path, problems);
            else
                problems.Add(path, $"'%{code}' is not a known field. Known: {string.Join(' ', Percents.Keys.Concat(Shorthands.Keys.Select(key => key.ToString())).Order(StringComparer.Ordinal).Select(key => $"%{key}"))} %%.");
        }
    }

    private static void ParseLetters(string pattern, List<TimePiece> pieces, string path, Problems problems)
    {
        for (var i = 0; i < pattern.Length;)
        {
            var letter = pattern[i];
            if (letter == '\\' && i + 1 < pattern.Length)
            {
                AddLiteral(pieces, pattern[i + 1]);
                i += 2;
            }
            else if (letter == '\'')
            {
                i = ParseQuoted(pattern, i + 1, pieces);
            }
            else if (!char.IsAsciiLetter(letter) || letter is 'T' or 'Z')
            {
                AddLiteral(pieces, letter);
                i++;
            }
            else
            {
                var run = pattern.AsSpan(i).IndexOfAnyExcept(letter) is >= 0 and var length ? length : pattern.Length - i;
                AddField(pattern.Substring(i, run), pieces, path, problems);
                i += run;
            }
        }
    }

    private static int ParseQuoted(string pattern, int at, List<TimePiece> pieces)
    {
        while (at < pattern.Length && pattern[at] != '\'')
            AddLiteral(pieces, pattern[at++]);
        return at + 1;
    }

    private static void AddField(string letters, List<TimePiece> pieces, string path, Problems problems)
    {
        if (Letters.TryGetValue(letters, out var piece))
            pieces.Add(piece);
        else if (letters.Length <= 9 && letters[0] is 'f' or 'S')
            pieces.Add(new TimePiece(TimeField.Fraction, letters.Length, letters.Length));
        else if (letters.Length <= 9 && letters[0] == 'F')
            pieces.Add(new TimePiece(TimeField.Fraction, 0, letters.Length));
        else
            problems.Add(path, $"'{letters}' is not a known field.{Nearest.Hint(letters, Letters.Keys)} Put text in quotes ('{letters}'). Known: {string.Join(' ', Letters.Keys.Order(StringComparer.Ordinal))} f F.");
    }

    private static void AddLiteral(List<TimePiece> pieces, char letter)
    {
        var text = Encoding.UTF8.GetBytes(letter.ToString());
        if (pieces is [.., { Field: TimeField.Literal } last])
            pieces[^1] = last with { Text = [.. last.Text!, .. text] };
        else
            pieces.Add(new TimePiece(TimeField.Literal, Text: text));
    }
}
