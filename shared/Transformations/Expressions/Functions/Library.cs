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
        TextFunctions.All, PatternFunctions.All, HashFunctions.All, DateFunctions.All, JsonFunctions.All, RunFunctions.All,
    }.SelectMany(group => group).ToFrozenDictionary(function => function.Spec.Name);

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["ifnull"] = "if_null",
        ["iff"] = "if",
        ["iif"] = "if",
        ["least"] = "min",
        ["greatest"] = "max",
        ["nvl"] = "coalesce",
        ["pow"] = "power",
    }.ToFrozenDictionary();

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
            fail(call.Position, $"'{call.Name}' is not a function.{Nearest.Hint(call.Name, Functions.Keys)}");
        else if (call.Arguments.Count < function.Least || call.Arguments.Count > function.Most)
            fail(call.Position, $"'{call.Name}' cannot take {Quantity.Of(call.Arguments.Count, "argument")}: {string.Join(" or ", function.Spec.Signatures)}.");
        foreach (var argument in call.Arguments)
            Check(argument, fail);
    }
}
