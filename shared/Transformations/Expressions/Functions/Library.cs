using System.Collections.Frozen;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Expressions.Syntax;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Every function and operator of the expression language, by name.</summary>
internal static class Library
{
    /// <summary>The category of what belongs to a run, which is not known before it.</summary>
    public const string Run = "run";

    private static readonly FrozenDictionary<string, Function> Functions = new[]
    {
        Operators.All, LogicFunctions.All, NullFunctions.All, NumberFunctions.All, ConversionFunctions.All,
        TextFunctions.All, PatternFunctions.All, EncodingFunctions.All, HashFunctions.All, DateFunctions.All, JsonFunctions.All, ListFunctions.All, RunFunctions.All,
    }.SelectMany(group => group).ToFrozenDictionary(function => function.Spec.Name);

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["array_join"] = "join_text",
        ["btrim"] = "trim",
        ["ceiling"] = "ceil",
        ["char_length"] = "length",
        ["current_date"] = "run_date",
        ["current_timestamp"] = "run_time",
        ["datetrunc"] = "date_trunc",
        ["greatest"] = "max",
        ["ifnull"] = "if_null",
        ["iff"] = "if",
        ["iif"] = "if",
        ["initcap"] = "title",
        ["isnull"] = "is_null",
        ["lcase"] = "lower",
        ["least"] = "min",
        ["len"] = "length",
        ["lpad"] = "pad_left",
        ["nullif"] = "null_if",
        ["nvl"] = "coalesce",
        ["pow"] = "power",
        ["proper"] = "title",
        ["regexp_extract"] = "regex_extract",
        ["regexp_like"] = "regex_match",
        ["regexp_replace"] = "regex_replace",
        ["rpad"] = "pad_right",
        ["to_number"] = "to_decimal",
        ["trim_end"] = "rtrim",
        ["trim_start"] = "ltrim",
        ["truncate"] = "trunc",
        ["typeof"] = "type_of",
        ["ucase"] = "upper",
    }.ToFrozenDictionary();

    // Operators are functions too, but nobody means one by a name and parentheses.
    private static readonly string[] Callable = [.. Functions.Values.Where(function => function.Spec.Signatures[0].StartsWith($"{function.Spec.Name}(", StringComparison.Ordinal)).Select(function => function.Spec.Name), .. Aliases.Keys];

    /// <summary>What each says of itself, by category and name.</summary>
    public static IReadOnlyList<FunctionSpec> Catalogue { get; } =
        [.. Functions.Values.Select(function => function.Spec).OrderBy(spec => spec.Category, StringComparer.Ordinal).ThenBy(spec => spec.Name, StringComparer.Ordinal)];

    /// <summary>The function or operator of that name, or null.</summary>
    public static Function? Find(string name) => Functions.GetValueOrDefault(Aliases.GetValueOrDefault(name, name));

    /// <summary>Tells of every function in the expression that does not exist or is given the wrong number of arguments.</summary>
    public static void Check(SyntaxNode syntax, Action<int, string> fail)
    {
        if (syntax is not CallSyntax call)
            return;
        if (Find(call.Name) is not { } function)
            fail(call.Position, $"'{call.Name}' is not a function.{OtherLanguages.OfFunction(call.Name) ?? Nearest.Hint(call.Name, Callable)}");
        else if (call.Arguments.Count < function.Least || call.Arguments.Count > function.Most)
            fail(call.Position, $"'{call.Name}' cannot take {Quantity.Of(call.Arguments.Count, "argument")}: {string.Join(" or ", function.Spec.Signatures)}.");
        foreach (var argument in call.Arguments)
            Check(argument, fail);
    }
}
