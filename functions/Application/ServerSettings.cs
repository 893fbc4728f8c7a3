using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Security;

namespace DataAggregator.Functions.Application;

/// <summary>What the server is told by its surroundings: application settings on Azure, the local host on a laptop. Each is read as <c>DATAAGGREGATOR_...</c>.</summary>
public sealed record ServerSettings
{
    /// <summary>Where the platform keeps its own data: a Npgsql connection string.</summary>
    [Required]
    [Description("DATAAGGREGATOR_POSTGRES: the platform's own PostgreSQL, as a Npgsql connection string. A pooler between must lend out whole sessions; where it does not know prepared statements (PgBouncer before 1.21), add Max Auto Prepare=0.")]
    public string Postgres { get; init; } = "";

    /// <summary>The file that holds the key-encryption key; created when missing.</summary>
    [Required]
    [Description("DATAAGGREGATOR_KEY_FILE: the file with the key that wraps all secrets; created, mode 0600, when missing.")]
    public string KeyFile { get; init; } = "";

    /// <summary>The file that access tokens are signed with the content of; created when missing.</summary>
    [Required]
    [Description("DATAAGGREGATOR_SIGNING_KEY_FILE: the file with the key that signs access tokens; created, mode 0600, when missing.")]
    public string SigningKeyFile { get; init; } = "";

    /// <summary>The folder where sealed segments wait between extract and load.</summary>
    [Description("DATAAGGREGATOR_SEGMENTS: the folder of sealed segments; leave it out where segments go to Blob Storage.")]
    public string? Segments { get; init; }

    /// <summary>Blob Storage for sealed segments, as a connection string.</summary>
    [Description("DATAAGGREGATOR_SEGMENTS_BLOB: Blob Storage for sealed segments, as a connection string.")]
    public string? SegmentsBlob { get; init; }

    /// <summary>The Event Hubs namespace that events of streams go through, as a connection string; its event hub is <c>streams</c>.</summary>
    [Required]
    [Description("DATAAGGREGATOR_STREAMS: the Event Hubs namespace that events of streams go through, as a connection string; its event hub is called streams.")]
    public string Streams { get; init; } = "";

    /// <summary>The folders that file connectors may open, separated as in PATH; the first is the base of relative paths.</summary>
    [Description("DATAAGGREGATOR_FILE_ROOTS: the folders that file connectors may open, separated as in PATH; the first is the base of relative paths.")]
    public string FileRoots { get; init; } = "";

    /// <summary>Whether connectors may dial private and loopback addresses.</summary>
    [Description("DATAAGGREGATOR_ALLOW_PRIVATE_NETWORK: whether connectors may dial private and loopback addresses.")]
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Private addresses that may be dialled all the same, <c>host:port</c>, separated by commas: what the local host started itself.</summary>
    [Description("DATAAGGREGATOR_ALLOWED_ADDRESSES: private addresses that may be dialled all the same, host:port, separated by commas.")]
    public string AllowedAddresses { get; init; } = "";

    /// <summary>How long an access token is valid, in minutes.</summary>
    [Range(1, 1440)]
    [Description("DATAAGGREGATOR_ACCESS_TOKEN_MINUTES: how long an access token is valid.")]
    public int AccessTokenMinutes { get; init; } = 15;

    /// <summary>The most requests a minute of a user, on all hosts; of an address where nobody has signed in.</summary>
    [Range(0, 1_000_000)]
    [Description("DATAAGGREGATOR_API_RATE_LIMIT: the most requests a minute of a user, on all hosts together; of an address, where nobody has signed in. 0 sets no limit.")]
    public int ApiRateLimit { get; init; } = 6000;

    /// <summary>The most attempts a minute of an address to sign in.</summary>
    [Range(0, 1_000_000)]
    [Description("DATAAGGREGATOR_SIGN_IN_RATE_LIMIT: the most attempts a minute of an address to sign in, on all hosts together. 0 sets no limit.")]
    public int SignInRateLimit { get; init; } = 60;

    /// <summary>How many proxies stand before the server.</summary>
    [Range(0, 10)]
    [Description("DATAAGGREGATOR_TRUSTED_PROXIES: how many proxies stand before the server and add to X-Forwarded-For whom they were asked by; without any, the header is not believed.")]
    public int TrustedProxies { get; init; }

    /// <summary>How long runs are kept.</summary>
    [Range(0, 36_500)]
    [Description("DATAAGGREGATOR_RETENTION_DAYS: for how many days runs are kept with their logs, segments and rejected records, at least; whole months go at a time. 0 keeps them for ever.")]
    public int RetentionDays { get; init; }

    /// <summary>The SMTP server that mail leaves through.</summary>
    [Description("DATAAGGREGATOR_SMTP_HOST: the SMTP server that mail leaves through.")]
    public string? SmtpHost { get; init; }

    /// <summary>Its port.</summary>
    [Range(1, 65_535)]
    [Description("DATAAGGREGATOR_SMTP_PORT: its port.")]
    public int SmtpPort { get; init; } = 587;

    /// <summary>Whether its connection is secured.</summary>
    [Description("DATAAGGREGATOR_SMTP_STARTTLS: whether its connection has to be secured by STARTTLS.")]
    public bool SmtpStarttls { get; init; } = true;

    /// <summary>Whom mail is sent as.</summary>
    [Description("DATAAGGREGATOR_SMTP_USERNAME: whom the server is told to sign in; left out without signing in.")]
    public string? SmtpUsername { get; init; }

    /// <summary>The password to that.</summary>
    [Description("DATAAGGREGATOR_SMTP_PASSWORD: the password to that.")]
    public Secret? SmtpPassword { get; init; }

    /// <summary>The sender's address.</summary>
    [Description("DATAAGGREGATOR_MAIL_FROM: the sender's address of mail.")]
    public string MailFrom { get; init; } = "dataaggregator@localhost";

    /// <summary>The folder that mail is laid into without a server.</summary>
    [Description("DATAAGGREGATOR_MAIL_FOLDER: without an SMTP server, the folder that mail is laid into as files.")]
    public string? MailFolder { get; init; }
}
