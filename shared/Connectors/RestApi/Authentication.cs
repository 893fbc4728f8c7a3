using System.Net.Http.Headers;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Lets requests prove themselves. An OAuth token is fetched once and again when the API no longer takes it.</summary>
internal sealed class Authentication(RestApiSource.Options options, TimeProvider time)
{
    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["none"] = "none",
        ["api_key"] = "api_key",
        ["bearer"] = "bearer_token",
        ["bearer_token"] = "bearer_token",
        ["basic"] = "basic",
        ["oauth2"] = "oauth2",
        ["oauth2_client_credentials"] = "oauth2",
    };

    private readonly AuthParams given = options.AuthParams ?? new AuthParams();
    private readonly string method = Methods[Names.Normalise(options.AuthMethod)];
    private Secret? token;

    /// <summary>Adds what is missing for the method that the options name.</summary>
    public static void Validate(RestApiSource.Options options, string path, Problems problems)
    {
        var name = Names.Normalise(options.AuthMethod);
        if (!Methods.TryGetValue(name, out var method))
        {
            var reason = name is "hmac" or "client_certificate" ? "is not available yet." : $"is not a way to authenticate.{Nearest.Hint(name, Methods.Keys)}";
            problems.Add($"{path}.auth_method", $"'{options.AuthMethod}' {reason} Known: none, api_key, bearer_token, basic, oauth2.");
            return;
        }

        var given = options.AuthParams ?? new AuthParams();
        var needed = method switch
        {
            "api_key" => new (string Name, object? Value)[] { ("api_key_value", given.ApiKeyValue) },
            "bearer_token" => [("token", given.Token)],
            "basic" => [("username", given.Username), ("password", given.Password)],
            "oauth2" => [("client_id", given.ClientId), ("client_secret", given.ClientSecret), ("token_url", given.TokenUrl)],
            _ => [],
        };
        foreach (var (setting, _) in needed.Where(setting => setting.Value is null))
            problems.Add($"{path}.auth_params.{setting}", $"is required for auth_method {method}.");
        if (method == "api_key" && !RestRequest.IsHeaderName(given.ApiKeyHeader))
            problems.Add($"{path}.auth_params.api_key_header", $"'{given.ApiKeyHeader}' is no name for a header.");
        if (method == "oauth2" && given.TokenUrl is { } tokenUrl && (!Uri.TryCreate(tokenUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
            problems.Add($"{path}.auth_params.token_url", $"'{tokenUrl}' is no address that begins with http:// or https://.");
    }

    /// <summary>Adds what the request proves itself by.</summary>
    public async Task ApplyAsync(HttpRequestMessage request, HttpClient client, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "api_key":
                request.Headers.Remove(given.ApiKeyHeader);
                request.Headers.TryAddWithoutValidation(given.ApiKeyHeader, given.ApiKeyValue!.Reveal());
                break;
            case "bearer_token":
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", given.Token!.Reveal());
                break;
            case "basic":
                var pair = Encoding.UTF8.GetBytes($"{given.Username}:{given.Password!.Reveal()}");
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
                break;
            case "oauth2":
                token ??= await FetchTokenAsync(client, cancellationToken).ConfigureAwait(false);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
                break;
        }
    }

    /// <summary>Whether a fetched token is at hand, which may have become stale.</summary>
    public bool HasToken => token is not null;

    /// <summary>Forgets a token that the API refused.</summary>
    public void Forget() => token = null;

    private async Task<Secret> FetchTokenAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = given.ClientId!, ["client_secret"] = given.ClientSecret!.Reveal() };
        if (given.Scope is { } scope)
            form["scope"] = scope;
        var url = new Uri(given.TokenUrl!);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (RestErrors.Of(response, url, time) is { } error)
            throw error;
        var answer = new RestAnswer(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), null);
        if (answer.Body.Length > 0 && answer.Text("access_token") is { Length: > 0 } fetched)
            return new Secret(fetched);
        throw new ConnectorException(ErrorClass.Settings, "authentication_failed", $"{url.Host}:{url.Port} answered without an access_token.", "Check auth_params.token_url.");
    }
}
