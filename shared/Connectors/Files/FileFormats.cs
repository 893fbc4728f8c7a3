namespace DataAggregator.Connectors.Files;

/// <summary>Tells a file's format.</summary>
internal static class FileFormats
{
    /// <summary>The format that the name's ending stands for, or null.</summary>
    public static FileFormat? ByName(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" or ".txt" => FileFormat.Csv,
            ".json" => FileFormat.Json,
            ".ndjson" or ".jsonl" => FileFormat.Ndjson,
            ".xml" => FileFormat.Xml,
            ".xlsx" or ".xls" => FileFormat.Excel,
            _ => null,
        };
    }

    /// <summary>The delimiter that the name's ending stands for.</summary>
    public static byte DelimiterOf(string path) => path.Contains(".tsv", StringComparison.OrdinalIgnoreCase) ? (byte)'\t' : (byte)',';

    /// <summary>The format that a text's beginning looks like.</summary>
    public static FileFormat ByContent(ReadOnlySpan<byte> start) =>
        start.TrimStart(" \t\r\n"u8) switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] or [0xD0, 0xCF, 0x11, 0xE0, ..] => FileFormat.Excel,
            [(byte)'{' or (byte)'[', ..] => FileFormat.Json,
            [(byte)'<', ..] => FileFormat.Xml,
            _ => FileFormat.Csv,
        };
}
