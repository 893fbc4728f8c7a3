using System.ComponentModel;
using System.Text.Json;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>An event, a run each: one that is published from outside, or one that the platform tells of another pipeline.</summary>
public sealed record EventTrigger : Trigger
{
    /// <summary>The name of the event.</summary>
    [Description("The name of the event: of one that is published by POST /events, such as order.created, or of one that the platform tells of another pipeline: run.ended, dead_letters.added or schema.drifted.")]
    public required string Event { get; init; }

    /// <summary>The pipeline that an event of the platform is told of.</summary>
    [Description("The name or id of the pipeline that an event of the platform is told of; not for others.")]
    public string? Pipeline { get; init; }

    /// <summary>What the event's data has to be like.</summary>
    [Description("What the event's data has to be like, as the condition of record_filter: a comparison (field, operator, value), or all, any, not. Any will do unless said.")]
    public JsonElement? Condition { get; init; }

    /// <summary>Parameters that take their value from the event's data.</summary>
    [Description("Parameters that take their value from a field of the event's data: {parameter: path of the field}. Where it has none, the value under 'parameters' stands, or the pipeline's default.")]
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();
}
