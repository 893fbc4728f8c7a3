namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>What the signature of a webhook's request is of.</summary>
public enum WebhookSignatureScheme
{
    /// <summary>Of id, timestamp and body: the Standard Webhooks.</summary>
    Standard,

    /// <summary>Of the body alone.</summary>
    Body,
}
