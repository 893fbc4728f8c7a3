using System.Text.Json;

namespace DataAggregator.Core.Notifications;

/// <summary>Something that one address is told of a run.</summary>
/// <param name="Id">The same for each attempt to deliver it: receivers know repetitions by it.</param>
/// <param name="RunId">The run.</param>
/// <param name="Event">What happened, in a word.</param>
/// <param name="Channel">How it is sent: <see cref="Webhook"/>, <see cref="Email"/> or <see cref="OpenLineage"/>.</param>
/// <param name="Target">The URL or mail address.</param>
/// <param name="Body">What is told, an object.</param>
/// <param name="Attempts">How often delivery began, this time included.</param>
public sealed record Notification(string Id, string RunId, string Event, string Channel, string Target, JsonElement Body, int Attempts = 0)
{
    /// <summary>A signed POST.</summary>
    public const string Webhook = "webhook";

    /// <summary>A mail.</summary>
    public const string Email = "email";

    /// <summary>An event of OpenLineage, to the collector of the operator.</summary>
    public const string OpenLineage = "openlineage";
}
