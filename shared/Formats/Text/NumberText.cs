namespace DataAggregator.Formats.Text;

/// <summary>Tells how a text spells a number, if it does.</summary>
internal static class NumberText
{
    /// <summary>The shape of the text; its number of digits does not matter.</summary>
    public static NumberShape ShapeOf(ReadOnlySpan<byte> text)
    {
        var at = 0;
        var padded = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
            (at, padded) = (1, text[0] == '+');
        var digits = Digits(text[at..]);
        if (digits == 0)
            return NumberShape.None;
        padded |= text[at] == '0' && (digits > 1 || (at == 1 && text.Length == 2));
        at += digits;
        if (at == text.Length)
            return padded ? NumberShape.PaddedInteger : NumberShape.Integer;
        var hasPoint = text[at] == '.';
        if (hasPoint)
        {
            digits = Digits(text[++at..]);
            if (digits == 0)
                return NumberShape.None;
            at += digits;
        }

        if (at == text.Length)
            return padded ? NumberShape.DoubtfulDecimal : NumberShape.Decimal;
        if (text[at] is not ((byte)'e' or (byte)'E'))
            return NumberShape.None;
        var isSigned = ++at < text.Length && text[at] is (byte)'-' or (byte)'+';
        if (isSigned)
            at++;
        if (at == text.Length || at + Digits(text[at..]) != text.Length)
            return NumberShape.None;
        return padded || !(hasPoint || isSigned) ? NumberShape.DoubtfulDecimal : NumberShape.Decimal;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
