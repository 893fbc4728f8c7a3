using System.Globalization;
using System.Text;

namespace DataAggregator.Transformations.Expressions.Syntax;

/// <summary>Cuts the text of an expression into tokens.</summary>
internal sealed class Lexer(string text)
{
    // Longest first: the first that fits is taken.
    private static readonly string[] Symbols =
        ["==", "!=", "<>", "<=", ">=", "&&", "||", "??", "+", "-", "*", "/", "%", "=", "<", ">", "!", "&", "?", ":", "(", ")", "[", "]", ",", "."];

    private int next;

    /// <summary>The next token; <see cref="TokenKind.End"/> again and again once there is none.</summary>
    public Token Next()
    {
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next == text.Length)
            return new Token(TokenKind.End, "", next + 1);
        var first = text[next];
        if (char.IsAsciiDigit(first))
            return Take(TokenKind.Number, NumberLength());
        if (char.IsLetter(first) || first == '_')
            return Take(TokenKind.Word, WordLength());
        if (first is '\'' or '"')
            return Quoted(first);
        if (first == '`')
            return QuotedName();
        if (OtherLanguages.SignAt(text, next) is { } other)
            return Bad(next, $"'{other.Sign}' means nothing here.{other.Advice}");
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, next, symbol, 0, symbol.Length) == 0)
                return Take(TokenKind.Symbol, symbol.Length);
        }

        return Bad(next, $"'{first}' means nothing here.");
    }

    private Token Take(TokenKind kind, int length)
    {
        var token = new Token(kind, text.Substring(next, length), next + 1);
        next += length;
        return token;
    }

    private Token Bad(int at, string message)
    {
        next = text.Length;
        return new Token(TokenKind.Bad, message, at + 1);
    }

    private int WordLength()
    {
        var end = next;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_' || char.GetUnicodeCategory(text[end]) == UnicodeCategory.NonSpacingMark))
            end++;
        return end - next;
    }

    private int NumberLength()
    {
        var end = Digits(next);
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
            end = Digits(end + 1);
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
                end = Digits(exponent);
        }

        return end - next;
    }

    private int Digits(int start)
    {
        while (start < text.Length && char.IsAsciiDigit(text[start]))
            start++;
        return start;
    }

    private Token QuotedName()
    {
        var (start, end) = (next, text.IndexOf('`', next + 1));
        if (end < 0)
            return Bad(start, "the field name is not closed; it needs a ` at its end.");
        if (end == start + 1)
            return Bad(start, "the field name between the backquotes is empty.");
        next = end + 1;
        return new Token(TokenKind.QuotedName, text[(start + 1)..end], start + 1);
    }

    private Token Quoted(char quote)
    {
        var start = next;
        var result = new StringBuilder();
        for (next++; next < text.Length; next++)
        {
            if (text[next] == quote)
            {
                next++;
                if (next == text.Length || text[next] != quote)
                    return new Token(TokenKind.Text, result.ToString(), start + 1);
                result.Append(quote);
            }
            else if (text[next] != '\\')
            {
                result.Append(text[next]);
            }
            else if (!TryReadEscape(result))
            {
                return Bad(next, @"this is no escape. Known: \n \t \r \\ \' \"" and \u with four hexadecimal digits.");
            }
        }

        return Bad(start, $"the text is not closed; it needs a {quote} at its end.");
    }

    /// <summary>Reads the escape at the backslash; stops at its last character.</summary>
    private bool TryReadEscape(StringBuilder result)
    {
        var escaped = next + 1 < text.Length ? text[next + 1] : '\0';
        if (escaped == 'u')
        {
            if (next + 5 >= text.Length || !ushort.TryParse(text.AsSpan(next + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                return false;
            result.Append((char)code);
            next += 5;
            return true;
        }

        var letter = escaped switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '\\' or '\'' or '"' => escaped, _ => '\0' };
        if (letter == '\0')
            return false;
        result.Append(letter);
        next++;
        return true;
    }
}
