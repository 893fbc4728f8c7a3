using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>FTP and SFTP.</summary>
internal sealed record SftpOptions : LaterStorageOptions
{
    [Description("Host name or address of the server.")]
    public required string Host { get; init; }

    [Description("TCP port of the server.")]
    public int? Port { get; init; }

    [Description("sftp, ftp or ftps.")]
    public string? Protocol { get; init; }

    [Description("User to log in as.")]
    public string? Username { get; init; }

    [Description("Password of the user.")]
    public Secret? Password { get; init; }

    [Description("Private key of the user, in place of a password.")]
    public Secret? PrivateKey { get; init; }

    [Description("What the private key is locked by.")]
    public Secret? Passphrase { get; init; }

    [Description("Fingerprint of the server key; another one is refused.")]
    public string? HostKeyFingerprint { get; init; }
}
