namespace DataAggregator.Connectors.PostgreSql;

/// <summary>Whether the connection is encrypted, and how far the server's certificate is trusted.</summary>
public enum PostgreSqlSslMode
{
    /// <summary>Never encrypted.</summary>
    Disable,

    /// <summary>Encrypted where the server offers it.</summary>
    Prefer,

    /// <summary>Always encrypted, but the certificate is not verified.</summary>
    Require,

    /// <summary>The certificate must come from a trusted authority; the name in it may be another.</summary>
    VerifyCa,

    /// <summary>The certificate must come from a trusted authority and name the host.</summary>
    VerifyFull,
}
