using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Security;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>How the requests of a webhook have to be signed.</summary>
public sealed record WebhookSignature
{
    /// <summary>What both sides know.</summary>
    [Description("What both sides know, 16 characters at least; with whsec_ before it, it is base64.")]
    public required Secret Secret { get; init; }

    /// <summary>What is signed, and how it is sent.</summary>
    [Description("standard: HMAC-SHA256 of id, timestamp and body in webhook-id, webhook-timestamp and webhook-signature (standardwebhooks.com). body: HMAC-SHA256 of the body in hexadecimal, as GitHub and this platform's own notifications send it; without a timestamp, an old request can be sent again.")]
    public WebhookSignatureScheme Scheme { get; init; }

    /// <summary>The header that has the signature.</summary>
    [Description("The header with the signature of the scheme 'body'; X-Hub-Signature-256 or X-DataAggregator-Signature unless given.")]
    public string? Header { get; init; }

    /// <summary>How old a signed request may be.</summary>
    [Description("How many seconds the timestamp of the scheme 'standard' may be off.")]
    [Range(1, 86_400)]
    public int ToleranceSeconds { get; init; } = 300;
}
