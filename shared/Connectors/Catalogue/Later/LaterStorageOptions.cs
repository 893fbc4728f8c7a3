using System.ComponentModel;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>What every store of files takes.</summary>
internal abstract record LaterStorageOptions : LaterOptions
{
    [Description("What the names of the files begin with.")]
    public string? Prefix { get; init; }

    [Description("A file or a pattern such as orders/*.csv.")]
    public string? Path { get; init; }

    [Description("How the files hold records: auto, csv, json, ndjson, xml or excel.")]
    public string? FileFormat { get; init; }

    [Description("Whether the files are compressed: auto, none or gzip.")]
    public string? Compression { get; init; }

    [Description("How records are written: append or replace.")]
    public string? WriteMode { get; init; }
}
