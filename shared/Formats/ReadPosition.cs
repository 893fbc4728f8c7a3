using System.Globalization;

namespace DataAggregator.Formats;

/// <summary>A place between two records of a text.</summary>
/// <param name="Offset">Bytes of UTF-8 from its beginning.</param>
/// <param name="Line">The line, from 1.</param>
public readonly record struct ReadPosition(long Offset, long Line)
{
    /// <summary>The position that <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no position.</exception>
    public static ReadPosition Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length == 2 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var offset) && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var line))
            return new ReadPosition(offset, line);
        throw new FormatException($"'{text}' is no position in a text.");
    }

    /// <summary><c>offset:line</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Offset}:{Line}");
}
