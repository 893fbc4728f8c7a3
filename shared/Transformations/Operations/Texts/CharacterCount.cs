namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Counts characters (Unicode scalar values) in UTF-8 without decoding: all bytes but continuation bytes begin one.</summary>
internal static class CharacterCount
{
    /// <summary>The number of characters.</summary>
    public static int Of(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var value in utf8)
            count += (value & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    /// <summary>Where the character after the first <paramref name="characters"/> begins; the length when there are no more.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> utf8, long characters)
    {
        if (characters <= 0)
            return 0;
        var seen = 0L;
        for (var i = 0; i < utf8.Length; i++)
        {
            if ((utf8[i] & 0xC0) != 0x80 && seen++ == characters)
                return i;
        }

        return utf8.Length;
    }
}
