using System.Collections.Frozen;

namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>An operator between two operands.</summary>
/// <param name="Function">Its name in the library.</param>
/// <param name="Power">How tightly it binds.</param>
internal sealed record Infix(string Function, int Power)
{
    /// <summary>Binds least: everything is part of it.</summary>
    public const int Lowest = 0;

    public const int Choice = 1;
    public const int Or = 2;
    public const int And = 3;
    public const int Not = 4;
    public const int Comparison = 5;
    public const int Coalesce = 6;
    public const int Join = 7;
    public const int Sum = 8;
    public const int Product = 9;
    public const int Sign = 10;

    private static readonly FrozenDictionary<string, Infix> Known = new Dictionary<string, Infix>
    {
        ["?"] = new("if", Choice),
        ["or"] = new("or", Or),
        ["||"] = new("or", Or),
        ["and"] = new("and", And),
        ["&&"] = new("and", And),
        ["="] = new("=", Comparison),
        ["=="] = new("=", Comparison),
        ["!="] = new("!=", Comparison),
        ["<>"] = new("!=", Comparison),
        ["<"] = new("<", Comparison),
        ["<="] = new("<=", Comparison),
        [">"] = new(">", Comparison),
        [">="] = new(">=", Comparison),
        ["in"] = new("in", Comparison),
        ["between"] = new("between", Comparison),
        ["like"] = new("like", Comparison),
        ["is"] = new("is_null", Comparison),
        ["not"] = new("not", Comparison),
        ["??"] = new("coalesce", Coalesce),
        ["&"] = new("concat", Join),
        ["+"] = new("+", Sum),
        ["-"] = new("-", Sum),
        ["*"] = new("*", Product),
        ["/"] = new("/", Product),
        ["%"] = new("%", Product),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The operator that a token is, or null.</summary>
    public static Infix? Of(Token token) =>
        token.Kind is TokenKind.Symbol or TokenKind.Word && Known.TryGetValue(token.Text, out var infix) ? infix : null;
}
