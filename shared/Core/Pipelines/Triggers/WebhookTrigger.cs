using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>A request to an address of the pipeline's own, whose token the platform makes.</summary>
public sealed record WebhookTrigger : Trigger
{
    /// <summary>Parameters that take their value from the body.</summary>
    [Description("Parameters that take their value from a field of the JSON body: {parameter: path of the field}. Where it has none, the value under 'parameters' stands, or the pipeline's default.")]
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>How requests are signed; null where the token alone is enough.</summary>
    [Description("How requests have to be signed; the token in the address is enough unless given.")]
    public WebhookSignature? Signature { get; init; }

    /// <summary>The header that says which event it is.</summary>
    [Description("The header with the id of the event, by which a repeated delivery starts no second run; Idempotency-Key, webhook-id, X-Event-Id, X-GitHub-Delivery or ce-id unless given.")]
    public string? EventIdHeader { get; init; }

    /// <summary>How many requests are taken.</summary>
    [Description("How many requests a minute are taken; others are answered 429.")]
    [Range(1, 10_000)]
    public int MaxPerMinute { get; init; } = 120;
}
