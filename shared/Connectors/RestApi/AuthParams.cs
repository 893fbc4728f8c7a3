using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.RestApi;

/// <summary>What a request proves itself by; which of these are needed, <c>auth_method</c> says.</summary>
public sealed record AuthParams
{
    /// <summary>The header of an API key.</summary>
    [Description("api_key: the header that carries the key.")]
    public string ApiKeyHeader { get; init; } = "X-API-Key";

    /// <summary>An API key.</summary>
    [Description("api_key: the key.")]
    public Secret? ApiKeyValue { get; init; }

    /// <summary>A bearer token.</summary>
    [Description("bearer_token: the token.")]
    public Secret? Token { get; init; }

    /// <summary>A user.</summary>
    [Description("basic: the user.")]
    public string? Username { get; init; }

    /// <summary>The user's password.</summary>
    [Description("basic: the password.")]
    public Secret? Password { get; init; }

    /// <summary>An OAuth client.</summary>
    [Description("oauth2: the client's id.")]
    public string? ClientId { get; init; }

    /// <summary>The client's secret.</summary>
    [Description("oauth2: the client's secret.")]
    public Secret? ClientSecret { get; init; }

    /// <summary>Where tokens are had.</summary>
    [Description("oauth2: the address that gives tokens.")]
    public string? TokenUrl { get; init; }

    /// <summary>What the token is for.</summary>
    [Description("oauth2: the scope to ask for.")]
    public string? Scope { get; init; }
}
