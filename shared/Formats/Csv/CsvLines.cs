namespace DataAggregator.Formats.Csv;

/// <summary>Counts lines, so that errors can name them.</summary>
internal static class CsvLines
{
    /// <summary>The line ends in the text: line feeds, and carriage returns without one.</summary>
    public static long Count(ReadOnlySpan<byte> text)
    {
        long lines = text.Count((byte)'\n');
        while (text.IndexOf((byte)'\r') is >= 0 and var found)
        {
            text = text[(found + 1)..];
            if (text.Length == 0 || text[0] != '\n')
                lines++;
        }

        return lines;
    }
}
