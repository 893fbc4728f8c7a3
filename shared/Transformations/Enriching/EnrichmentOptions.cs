using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Enriching;

/// <summary>The settings of an enrichment, whomever it asks.</summary>
internal sealed record EnrichmentOptions : StepOptions
{
    [Description("The address of an API to ask, fields of the record in braces: https://crm.example.com/customers/{email}. Either url or source.")]
    public string? Url { get; init; }

    [Description("Headers to send, with url. Give keys as placeholders (${name}), so that they stay out of the pipeline.")]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    [Description("Where the object stands in the answer, with url; the answer itself unless given.")]
    public string? DataPath { get; init; }

    [Description("The source to ask, record by record: the name of another source of the pipeline, else of a saved connector. A lookup or join reads it whole instead.")]
    public string? Source { get; init; }

    [Description("The stream of a saved connector: a table, with source.")]
    public string? Stream { get; init; }

    [Description("The field of the record whose value is asked for, with source.")]
    public string? FieldName { get; init; }

    [Description("The field of the source that has the value, with source; the same as field_name unless given. Keep an index on it.")]
    public string? KeyField { get; init; }

    [Description("The fields of the answer to add; with url, also paths into it.")]
    public required IReadOnlyList<string> IncludedFields { get; init; }

    [Description("What the names of added fields begin with.")]
    public string? Prefix { get; init; }

    [Description("What becomes of a record that nothing is known of.")]
    public OnUnknown OnMissing { get; init; }

    [Description("What becomes of a record that could not be asked about.")]
    public OnFailedEnrichment OnError { get; init; }

    [Description("How many answers are kept.")]
    [Range(0, 1_000_000)]
    public int CacheSize { get; init; } = 10_000;

    [Description("How many requests are under way at a time.")]
    [Range(1, 64)]
    public int Concurrency { get; init; } = 8;

    [Description("The most requests a second.")]
    [Range(1, 10_000)]
    public int? RateLimit { get; init; }

    [Description("Seconds that an answer may take.")]
    [Range(1, 300)]
    public int Timeout { get; init; } = 30;

    [Description("How often to ask again where a failure may pass.")]
    [Range(0, 10)]
    public int RetryAttempts { get; init; } = 3;
}
