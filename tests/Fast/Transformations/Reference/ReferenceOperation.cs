using System.Text;
using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Operations on the values of fields, one value after the other. What has no value stays as it is, and so does what a change of letters means nothing to; what is no number is rejected where one is needed.</summary>
internal static class ReferenceOperation
{
    public static Table Run(JsonElement step, Table table, Action<Row> reject)
    {
        var (operation, parameters) = (step.Word("operation")!, step.TryGetProperty("parameters", out var given) ? given : JsonDocument.Parse("{}").RootElement);
        var rows = new List<Row>();
        foreach (var row in table.Rows)
        {
            var values = step.Words("field_names").ToDictionary(field => field, field => Plain.Read(row, field));
            if (values.Values.Any(value => MustReject(operation, value)))
                reject(row);
            else
                rows.Add(values.Aggregate(row, (made, field) => made.With(field.Key, Change(operation, parameters, field.Value))));
        }

        return table with { Rows = rows };
    }

    private static bool MustReject(string operation, object? value) => (operation, value) switch
    {
        ("default" or "uppercase" or "lowercase" or "title_case", _) => false,
        ("round" or "abs" or "floor" or "ceil", string text) when text.Any(char.IsAsciiDigit) => throw new UndecidedException("Whether text that says a number is one."),
        ("round" or "abs" or "floor" or "ceil", _) => !Plain.IsNull(value) && value is not Exact,
        _ => !Plain.IsNull(value) && value is not string ? throw new UndecidedException("What a number is as text.") : false,
    };

    private static object? Change(string operation, JsonElement parameters, object? value) => (operation, value) switch
    {
        ("default", _) => Plain.IsNull(value) || (value is string text && string.IsNullOrWhiteSpace(text)) ? Plain.Parse(parameters.GetProperty("value")) : value,
        ("uppercase", string text) => text.ToUpperInvariant(),
        ("lowercase", string text) => text.ToLowerInvariant(),
        ("title_case", string text) => TitleCase(text),
        ("trim", string text) => text.Trim(),
        ("pad", string text) => Pad(text, parameters.Number("length", 0), parameters.Word("side") == "right"),
        ("replace", string text) => text.Replace(parameters.Word("search")!, parameters.Word("replacement") ?? "", StringComparison.Ordinal),
        ("substring", string text) => Substring(text, parameters),
        ("base64_encode", string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        ("url_encode", string text) => Uri.EscapeDataString(text),
        ("round", Exact number) => number.Round(parameters.Number("digits", 0)),
        ("abs", Exact number) => number.Abs(),
        ("floor", Exact number) => number.Floor(),
        ("ceil", Exact number) => number.Ceiling(),
        _ => value,
    };

    /// <summary>Small letters, but a great one where a word begins; an apostrophe or a digit does not begin one.</summary>
    private static string TitleCase(string text)
    {
        var (result, inWord) = (new StringBuilder(), false);
        foreach (var rune in text.ToLowerInvariant().EnumerateRunes())
        {
            result.Append((inWord ? rune : Rune.ToUpperInvariant(rune)).ToString());
            inWord = Rune.IsLetterOrDigit(rune) || (inWord && rune.Value == '\'');
        }

        return result.ToString();
    }

    private static string Pad(string text, int length, bool isRight)
    {
        var padding = new string('*', Math.Max(0, length - text.EnumerateRunes().Count()));
        return isRight ? text + padding : padding + text;
    }

    private static string Substring(string text, JsonElement parameters)
    {
        var runes = text.EnumerateRunes().ToList();
        var start = parameters.Number("start", 0);
        var kept = runes.Skip(start < 0 ? Math.Max(0, runes.Count + start) : start).Take(parameters.Number("length", int.MaxValue));
        return string.Concat(kept.Select(rune => rune.ToString()));
    }
}
