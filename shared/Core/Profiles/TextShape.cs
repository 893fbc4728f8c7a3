namespace DataAggregator.Core.Profiles;

/// <summary>The shape of a text: <c>A</c> for a capital, <c>a</c> for another letter (whatever is beyond ASCII counts as one), <c>9</c> for a digit, anything else as it is.</summary>
internal static class TextShape
{
    /// <summary>The characters of a shape; what follows is told by <c>+</c>.</summary>
    public const int MaxBytes = 32;

    private static readonly byte[] Shapes = [.. Enumerable.Range(0, 256).Select(value => (byte)Of((char)value))];

    /// <summary>Writes the shape of a text; the number of bytes.</summary>
    public static int Write(ReadOnlySpan<byte> utf8, Span<byte> shape)
    {
        var length = 0;
        foreach (var value in utf8)
        {
            // The bytes of a character after its first.
            if ((value & 0xC0) == 0x80)
                continue;
            if (length == MaxBytes - 1)
            {
                shape[length++] = (byte)'+';
                break;
            }

            shape[length++] = Shapes[value];
        }

        return length;
    }

    private static char Of(char value) => value switch
    {
        >= 'A' and <= 'Z' => 'A',
        (>= 'a' and <= 'z') or >= '\x80' => 'a',
        >= '0' and <= '9' => '9',
        < ' ' => ' ',
        _ => value,
    };
}
