using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Notifications;

/// <summary>How mail leaves: through an SMTP server, or as files into a folder.</summary>
public sealed record MailOptions
{
    /// <summary>The SMTP server; null where mail goes into <see cref="Folder"/>.</summary>
    public string? Host { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Whether the connection has to be secured by STARTTLS.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>Whom it is sent as; null without signing in.</summary>
    public string? Username { get; init; }

    /// <summary>The password to that.</summary>
    public Secret? Password { get; init; }

    /// <summary>The sender's address.</summary>
    public required string From { get; init; }

    /// <summary>The folder that mail is laid into where there is no server.</summary>
    public string? Folder { get; init; }
}
