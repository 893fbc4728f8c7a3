namespace DataAggregator.Connectors.Egress;

/// <summary>Which private addresses connectors may dial; without any, only public ones.</summary>
public sealed record EgressOptions
{
    /// <summary>Whether every private and loopback address may be dialled.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Private hosts that may be dialled all the same, each as <c>host:port</c>, exactly as configs name them; IPv6 addresses in brackets.</summary>
    public IReadOnlyCollection<string> Allowed { get; init; } = [];
}
