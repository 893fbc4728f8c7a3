namespace DataAggregator.Transformations.Validations;

/// <summary>IP addresses as text.</summary>
internal static class IpAddress
{
    /// <summary>Whether a text is four numbers up to 255 with dots between them.</summary>
    public static bool IsV4(ReadOnlySpan<byte> text)
    {
        var parts = 0;
        foreach (var part in text.Split((byte)'.'))
        {
            if (++parts > 4 || !IsNumber(text[part], 255))
                return false;
        }

        return parts == 4;
    }

    /// <summary>Whether a text is eight groups of up to four hexadecimal digits, with one run of zero groups left out as <c>::</c>, and the last two perhaps written as version 4.</summary>
    public static bool IsV6(ReadOnlySpan<byte> text)
    {
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
            return CountGroups(text, mayEndInV4: true) == 8;
        var before = text[..gap];
        var after = text[(gap + 2)..];
        var groups = before.IsEmpty ? 0 : CountGroups(before, mayEndInV4: false);
        if (groups < 0 || after.IndexOf("::"u8) >= 0)
            return false;
        var rest = after.IsEmpty ? 0 : CountGroups(after, mayEndInV4: true);
        return rest >= 0 && groups + rest <= 7;
    }

    /// <summary>Whether a text is a whole number up to <paramref name="maximum"/> (of at most three digits) without leading zeros.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text, int maximum)
    {
        if (text.Length is 0 or > 3 || (text.Length > 1 && text[0] == '0'))
            return false;
        var number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            number = (number * 10) + digit - '0';
        }

        return number <= maximum;
    }

    /// <summary>How many groups of 16 bits a text has; -1 when it is not made of groups.</summary>
    private static int CountGroups(ReadOnlySpan<byte> text, bool mayEndInV4)
    {
        var groups = 0;
        while (true)
        {
            var colon = text.IndexOf((byte)':');
            var group = colon < 0 ? text : text[..colon];
            if (colon < 0 && mayEndInV4 && IsV4(group))
                return groups + 2;
            if (group.Length is 0 or > 4)
                return -1;
            foreach (var digit in group)
            {
                if (!char.IsAsciiHexDigit((char)digit))
                    return -1;
            }

            groups++;
            if (colon < 0)
                return groups;
            text = text[(colon + 1)..];
        }
    }
}
