using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAggregator.Transformations.Expressions.Nodes;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Regular expressions: without backtracking where they allow it, else limited in time.</summary>
internal static class PatternFunctions
{
    private const string Category = "text";
    private static readonly ExpressionError NoPattern = new("invalid_pattern", "The pattern is no regular expression.");

    public static Function[] All { get; } =
    [
        Function.Of(Category, @"Whether the text has something in it that matches the pattern; \d means 0 to 9.", @"regex_match('ORD-17', '^ORD-\\d+$')", "true",
            ("regex_match(text: string, pattern: pattern) -> bool", static call => Apply(call, static (call, pattern, text) => call.Return(pattern.IsMatch(text))))),
        Function.Of(Category, "What the pattern, or a group of it, first matches; null where nothing does.", @"regex_extract('ORD-17-B', '-(\\d+)', 1)", "\"17\"",
            ("regex_extract(text: string, pattern: pattern, group: int64 = 0) -> string?", static call => Apply(call, Extract))),
        Function.Of(Category, "The text with all that matches the pattern replaced; $1 stands for the first group.", @"regex_replace('2025-01-15', '(\\d+)-(\\d+)-(\\d+)', '$3.$2.$1')", "\"15.01.2025\"",
            ("regex_replace(text: string, pattern: pattern, replacement: string) -> string", static call => Apply(call, Replace))),
        Function.Of(Category, "All that the pattern, or a group of it, matches as a list.", @"regex_extract_all('a1 b22', '\\d+')", """["1","22"]""",
            ("regex_extract_all(text: string, pattern: pattern, group: int64 = 0) -> json", static call => Apply(call, ExtractAll))),
        Function.Of(Category, "How often the pattern matches.", @"regex_count('a1 b22', '\\d+')", "2",
            ("regex_count(text: string, pattern: pattern) -> int64", static call => Apply(call, static (call, pattern, text) => call.Return((long)pattern.Count(text))))),
        Function.Of(Category, "Whether the whole text is like the pattern, in which % stands for any characters and _ for one; also written text like pattern.", "'ORD-17' like 'ORD-%'", "true",
            ("like(text: string, pattern: string) -> bool", Like)),
    ];

    private delegate void Matching(Invocation call, Regex pattern, Span<char> text);

    private static void Apply(Invocation call, Matching matching)
    {
        if (call.Cached(1, Patterns.Compile) is not { } pattern)
        {
            call.Fail(NoPattern);
            return;
        }

        try
        {
            matching(call, pattern, call.Scratch.Decode(call.Bytes(0)));
        }
        catch (RegexMatchTimeoutException)
        {
            Retry(call, pattern, matching);
        }
    }

    // The limit is of the clock, and the process may have been held up, so a pattern has a second chance.
    private static void Retry(Invocation call, Regex pattern, Matching matching)
    {
        try
        {
            matching(call, pattern, call.Scratch.Decode(call.Bytes(0)));
        }
        catch (RegexMatchTimeoutException)
        {
            call.Fail(ExpressionError.RegexTimeout);
        }
    }

    private static void Extract(Invocation call, Regex pattern, Span<char> text)
    {
        var match = pattern.Match(new string(text));
        var group = match.Groups[(int)Math.Clamp(call.Long(2, 0), 0, int.MaxValue)];
        if (match.Success && group.Success)
            call.Return(group.ValueSpan);
        else
            call.ReturnNull();
    }

    private static void ExtractAll(Invocation call, Regex pattern, Span<char> text)
    {
        var group = (int)Math.Clamp(call.Long(2, 0), 0, int.MaxValue);
        using var writer = new Utf8JsonWriter(call.Writer(), ConvertNode.Writing);
        writer.WriteStartArray();
        for (var match = pattern.Match(new string(text)); match.Success; match = match.NextMatch())
        {
            if (match.Groups[group].Success)
                writer.WriteStringValue(match.Groups[group].ValueSpan);
        }

        writer.WriteEndArray();
        writer.Flush();
        call.ReturnWritten();
    }

    private static void Replace(Invocation call, Regex pattern, Span<char> text) =>
        call.Return(pattern.Replace(new string(text), Encoding.UTF8.GetString(call.Bytes(2))));

    private static void Like(Invocation call)
    {
        var pattern = call.Cached(1, static text => new Wildcard(text));
        call.Return(pattern.IsMatch(call.Scratch.Decode(call.Bytes(0))));
    }
}
