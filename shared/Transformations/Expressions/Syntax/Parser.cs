using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions.Functions;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>Reads an expression by the power with which its operators bind (Pratt's method). The first thing wrong ends it.</summary>
internal sealed class Parser
{
    private const int MaxDepth = 64;
    private static readonly string[] Keywords = ["and", "or", "not", "in", "between", "like", "is", "case", "when", "then", "else", "end", "as"];

    // Of (a op b) op c these make one call of three operands, so that a long chain is not a deep tree.
    private static readonly string[] Associative = ["and", "or", "concat", "coalesce"];

    private readonly Lexer lexer;
    private readonly Action<int, string> fail;
    private Token current;
    private Token previous;
    private bool failed;
    private int depth;

    private Parser(string text, Action<int, string> fail)
    {
        lexer = new Lexer(text);
        this.fail = fail;
        Advance();
    }

    /// <summary>The expression, or null when <paramref name="fail"/> was called: with the position, counted from 1, and what is wrong.</summary>
    public static SyntaxNode? Parse(string text, Action<int, string> fail)
    {
        var parser = new Parser(text, fail);
        var expression = parser.Expression(Infix.Lowest);
        if (parser.current.Kind != TokenKind.End)
            parser.Unexpected("an operator or the end");
        return parser.failed ? null : expression;
    }

    private SyntaxNode Expression(int power)
    {
        if (++depth > MaxDepth)
            Fail(current.Position, $"the expression is nested more than {MaxDepth} deep.");
        var left = Prefix();
        while (Infix.Of(current) is { } infix && infix.Power > power)
            left = Operation(left, infix);
        depth--;
        return left;
    }

    private SyntaxNode Prefix()
    {
        var token = Advance();
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Number(token, negative: false);
            case TokenKind.Text:
                return new LiteralSyntax(token.Position, DataType.String, token.Text);
            case TokenKind.QuotedName:
                return Field(token.Position, token.Text);
            case TokenKind.Word:
                return Word(token);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Expression(Infix.Lowest);
                Expect(")");
                return inner;
            case TokenKind.Symbol when token.Text == "-":
                return current.Kind == TokenKind.Number ? Number(Advance(), negative: true) : Call(token.Position, "negate", Expression(Infix.Sign));
            case TokenKind.Symbol when token.Text == "+":
                return Expression(Infix.Sign);
            case TokenKind.Symbol when token.Text == "!":
                return Call(token.Position, "not", Expression(Infix.Sign));
            case TokenKind.Symbol when token.Text == "." && current.Kind == TokenKind.Number:
                return Fail(token.Position, $"a number needs a digit before its point: 0.{current.Text}");
            case TokenKind.Symbol when token.Text == "[" && current.Kind != TokenKind.Text:
                return Fail(token.Position, "a list is made by json_array(1, 2); brackets alone hold the name of a field: [\"unit price\"].");
            case TokenKind.Symbol when token.Text == "[":
                var name = Advance().Text;
                Expect("]");
                return Field(token.Position, name);
            default:
                return Unexpected("a value, a field or a function", token);
        }
    }

    private SyntaxNode Word(Token token)
    {
        switch (token.Text.ToLowerInvariant())
        {
            case "true" or "false":
                return new LiteralSyntax(token.Position, DataType.Bool, token.IsWord("true"));
            case "null":
                return new LiteralSyntax(token.Position, DataType.Json, null);
            case "not":
                return Call(token.Position, "not", Expression(Infix.Not));
            case "case":
                return Case(token);
            case "cast" when current.IsSymbol("("):
                return Cast(token);
            case var word when Keywords.Contains(word):
                return Fail(token.Position, $"'{token.Text}' is a word of the language and cannot stand here; a field of that name needs backquotes: `{token.Text}`.");
        }

        if (!current.IsSymbol("("))
            return Field(token.Position, token.Text);
        Advance();
        return Call(token.Position, token.Text.ToLowerInvariant(), [.. List()]);
    }

    private SyntaxNode Number(Token token, bool negative)
    {
        var text = negative ? $"-{token.Text}" : token.Text;
        if (long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var integer))
            return new LiteralSyntax(token.Position, DataType.Int64, integer);
        return Decimal38.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var number)
            ? new LiteralSyntax(token.Position, DataType.Decimal, number)
            : Fail(token.Position, "the number has more than 38 digits.");
    }

    private SyntaxNode Operation(SyntaxNode left, Infix infix)
    {
        var token = Advance();
        var negated = token.IsWord("not");
        if (negated)
        {
            token = Advance();
            if (!token.IsWord("in") && !token.IsWord("between") && !token.IsWord("like"))
                return Unexpected("'in', 'between' or 'like' after 'not' (null is asked for by 'is not null')", token);
            infix = Infix.Of(token)!;
        }

        var operation = infix.Function switch
        {
            "if" => Choice(token, left),
            "in" => In(token, left),
            "between" => Between(token, left),
            "is_null" => IsNull(token, left),
            _ => Binary(token, left, infix),
        };
        if (infix.Power == Infix.Comparison && Infix.Of(current) is { Power: Infix.Comparison })
            Fail(current.Position, "comparisons do not chain; join two by 'and', such as a < b and b < c, or put one in parentheses.");
        return negated ? Call(token.Position, "not", operation) : operation;
    }

    private SyntaxNode Binary(Token token, SyntaxNode left, Infix infix)
    {
        var right = Expression(infix.Power);
        return left is CallSyntax chain && chain.Name == infix.Function && Associative.Contains(chain.Name)
            ? Call(chain.Position, chain.Name, [.. chain.Arguments, right])
            : Call(token.Position, infix.Function, left, right);
    }

    private SyntaxNode Choice(Token token, SyntaxNode condition)
    {
        var yes = Expression(Infix.Lowest);
        Expect(":");
        return Call(token.Position, "if", condition, yes, Expression(Infix.Lowest));
    }

    private SyntaxNode In(Token token, SyntaxNode left)
    {
        if (!current.IsSymbol("("))
            return Unexpected("a list in parentheses, such as status in ('new', 'open'),");
        Advance();
        var items = List();
        return items.Count == 0 ? Fail(token.Position, "the list of 'in' is empty.") : Call(token.Position, "in", [left, .. items]);
    }

    private SyntaxNode Between(Token token, SyntaxNode left)
    {
        var low = Expression(Infix.Comparison);
        ExpectWord("and");
        return Call(token.Position, "between", left, low, Expression(Infix.Comparison));
    }

    private SyntaxNode IsNull(Token token, SyntaxNode left)
    {
        var negated = current.IsWord("not");
        if (negated)
            Advance();
        ExpectWord("null");
        var isNull = Call(token.Position, "is_null", left);
        return negated ? Call(token.Position, "not", isNull) : isNull;
    }

    private SyntaxNode Case(Token token)
    {
        // What stands after 'case' is compared in each branch: case status when 'new' then 1 else 2 end.
        var compared = current.IsWord("when") ? null : Expression(Infix.Lowest);
        if (!current.IsWord("when"))
            return Unexpected("'when'");
        var parts = new List<SyntaxNode>();
        while (current.IsWord("when"))
        {
            var when = Advance();
            var condition = Expression(Infix.Lowest);
            parts.Add(compared is null ? condition : Call(when.Position, "=", compared, condition));
            ExpectWord("then");
            parts.Add(Expression(Infix.Lowest));
        }

        if (current.IsWord("else"))
        {
            Advance();
            parts.Add(Expression(Infix.Lowest));
        }

        ExpectWord("end");
        return Call(token.Position, "if", [.. parts]);
    }

    private SyntaxNode Cast(Token token)
    {
        Expect("(");
        var value = Expression(Infix.Lowest);
        ExpectWord("as");
        var type = Advance();
        if (type.Kind != TokenKind.Word)
            return Unexpected("a type, such as decimal", type);
        Expect(")");
        return Call(token.Position, "cast", value, new LiteralSyntax(type.Position, DataType.String, type.Text.ToLowerInvariant()));
    }

    /// <summary>What stands up to the closing parenthesis, between commas.</summary>
    private List<SyntaxNode> List()
    {
        var items = new List<SyntaxNode>();
        if (current.IsSymbol(")"))
        {
            Advance();
            return items;
        }

        items.Add(Expression(Infix.Lowest));
        while (current.IsSymbol(","))
        {
            Advance();
            items.Add(Expression(Infix.Lowest));
        }

        Expect(")");
        return items;
    }

    private FieldSyntax Field(int position, string name)
    {
        var path = name;
        for (var inside = false; current.IsSymbol(".") || current.IsSymbol("["); inside = true)
        {
            // A name that would itself read as a path goes between brackets, where nothing is special.
            if (!inside && name.AsSpan().IndexOfAny(".[]\"'") >= 0)
                path = InBrackets(name);
            path += Segment();
        }

        return new FieldSyntax(position, FieldPath.Parse(path));
    }

    private string Segment()
    {
        if (Advance().Text == ".")
        {
            if (current.Kind is TokenKind.Word or TokenKind.QuotedName)
            {
                var name = Advance();
                return name.Kind == TokenKind.Word ? $".{name.Text}" : InBrackets(name.Text);
            }

            Unexpected("the name of a field after the point");
            return "";
        }

        var key = Advance();
        if (key.Kind != TokenKind.Text && (key.Kind != TokenKind.Number || key.Text.Length > 9 || !key.Text.All(char.IsAsciiDigit)))
            Unexpected("a number or a quoted name between the brackets", key);
        Expect("]");
        return key.Kind == TokenKind.Number ? $"[{key.Text}]" : InBrackets(key.Text);
    }

    private static string InBrackets(string name) => name.Contains('"', StringComparison.Ordinal) ? $"['{name}']" : $"[\"{name}\"]";

    private SyntaxNode Call(int position, string function, params SyntaxNode[] arguments)
    {
        var call = new CallSyntax(position, function, arguments);
        if (call.Depth > MaxDepth)
            Fail(position, $"the expression is nested more than {MaxDepth} deep.");
        return call;
    }

    private void Expect(string symbol)
    {
        if (current.IsSymbol(symbol))
            Advance();
        else
            Unexpected($"'{symbol}'");
    }

    private void ExpectWord(string word)
    {
        if (current.IsWord(word))
            Advance();
        else
            Unexpected($"'{word}'");
    }

    private Token Advance()
    {
        var token = current;
        if (failed)
            return token;
        previous = token;
        current = lexer.Next();
        if (current.Kind == TokenKind.Bad)
            Fail(current.Position, current.Text);
        return token;
    }

    private SyntaxNode Unexpected(string expected) => Unexpected(expected, current);

    private SyntaxNode Unexpected(string expected, Token found) =>
        Fail(found.Position, $"{expected} is expected here, not {(found.Kind == TokenKind.End ? "the end" : $"'{found.Text}'")}.{Advice(found)}");

    /// <summary>What was probably meant by a token that cannot stand where it does, as a sentence after another.</summary>
    private string? Advice(Token found)
    {
        if (found != current)
            return null;
        if (found.Kind == TokenKind.Word && OtherLanguages.OfWord(found.Text) is { } word)
            return word;
        if (previous.Kind == TokenKind.Text && found.Kind == TokenKind.Word)
            return " A quote inside of text is written twice: 'it''s'.";
        var isValue = found.Kind is TokenKind.Word or TokenKind.Number or TokenKind.Text or TokenKind.QuotedName;
        return isValue && previous.Kind == TokenKind.Word && Library.Find(previous.Text.ToLowerInvariant()) is { } function
            ? $" A function takes its arguments in parentheses: {function.Spec.Signatures[0]}."
            : null;
    }

    /// <summary>Tells what is wrong, the first time, and lets nothing more be read.</summary>
    private LiteralSyntax Fail(int position, string message)
    {
        if (!failed)
            fail(position, message);
        failed = true;
        current = new Token(TokenKind.End, "", position);
        return new LiteralSyntax(position, DataType.Json, null);
    }
}
