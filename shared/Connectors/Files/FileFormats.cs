using DataAggregator.Core.Connectors;

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
            [(byte)'{' or (byte)'[', ..] => FileFormat.Json,
            [(byte)'<', ..] => FileFormat.Xml,
            _ => FileFormat.Csv,
        };

    /// <summary>Refuses a format that this installation cannot read or write.</summary>
    /// <exception cref="ConnectorException">It is Excel (class settings).</exception>
    public static FileFormat Supported(FileFormat format, string path)
    {
        if (format is not FileFormat.Excel)
            return format;
        throw new ConnectorException(ErrorClass.Settings, "format_not_available", $"'{Path.GetFileName(path)}' is {format.ToString().ToLowerInvariant()}, which this version cannot handle.", "Use csv, json, ndjson or xml.");
    }
}
