using System.ComponentModel;

namespace DataAggregator.Formats.Json;

/// <summary>Where the records stand in a JSON document, as a user sets it.</summary>
public sealed record JsonOptions
{
    /// <summary>The path of the array of records.</summary>
    [Description("The path of the array of records, such as data.items. Left out: the document itself, or its only array among data, items, results, records, value.")]
    public string? DataPath { get; init; }
}
