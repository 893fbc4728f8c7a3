using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Core.Pipelines;

/// <summary>Who is told of a pipeline's runs, and of what.</summary>
public sealed record NotificationTargets
{
    /// <summary>Mail addresses.</summary>
    [Description("Mail addresses.")]
    public IReadOnlyList<string> Email { get; init; } = [];

    /// <summary>A URL that gets a signed POST.</summary>
    [Description("A URL that gets a signed POST.")]
    public string? Webhook { get; init; }

    /// <summary>What the POST is signed with.</summary>
    [Description("What the POST is signed with, agreed on with the receiver: the header X-DataAggregator-Signature holds the HMAC-SHA256 of the body. Without it there is no signature.")]
    public Secret? WebhookSecret { get; init; }

    /// <summary>What they are told.</summary>
    [Description("What they are told: success, warning, failed, cancelled, recovered. Failed and recovered unless said.")]
    public IReadOnlyList<NotificationEvent> NotifyOn { get; init; } = [NotificationEvent.Failed, NotificationEvent.Recovered];
}
