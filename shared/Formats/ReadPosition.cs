using System.Globalization;

namespace DataAggregator.Formats;

/// <summary>A place between two records of a text.</summary>
/// <param name="Offset">Bytes of UTF-8 from its beginning.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Depth">How many elements of an XML document are open there.</param>
public readonly record struct ReadPosition(long Offset, long Line, int Depth = 0)
{
    /// <summary>The position that <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no position.</exception>
    public static ReadPosition Parse(string text)
    {
        var parts = text.Split(':');
        var depth = 0;
        if (parts.Length is 2 or 3 && (parts.Length == 2 || int.TryParse(parts[2], CultureInfo.InvariantCulture, out depth))
            && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var offset) && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var line))
            return new ReadPosition(offset, line, depth);
        throw new FormatException($"'{text}' is no position in a text.");
    }

    /// <summary><c>offset:line</c>, and <c>:depth</c> where there is any.</summary>
    public override string ToString() => Depth == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Offset}:{Line}")
        : string.Create(CultureInfo.InvariantCulture, $"{Offset}:{Line}:{Depth}");
}
