using System.ComponentModel;

namespace DataAggregator.Core.Pipelines;

/// <summary>Who is told when a run fails or recovers.</summary>
public sealed record NotificationTargets
{
    /// <summary>Mail addresses.</summary>
    [Description("Mail addresses.")]
    public IReadOnlyList<string> Email { get; init; } = [];

    /// <summary>A URL that gets a signed POST.</summary>
    [Description("A URL that gets a signed POST.")]
    public string? Webhook { get; init; }
}
