using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Pipelines;

/// <summary>How a pipeline's own settings lie over those of a saved connector.</summary>
public static class EndpointConfig
{
    /// <summary>
    /// The saved config with the pipeline's settings in place of its own. A relative <c>url</c> joins the saved one; an absolute one has to stay
    /// on its host, and a <c>host</c> has to be the saved one, so that its credentials go nowhere else.
    /// </summary>
    /// <exception cref="InvalidDocumentException">The settings name another host; the path is the setting's name.</exception>
    public static JsonElement Overlay(JsonElement saved, JsonElement own)
    {
        var result = JsonObject.Create(saved)!;
        foreach (var property in own.EnumerateObject())
        {
            if (property.Name == "host" && saved.TryGetProperty("host", out var host) && !JsonElement.DeepEquals(host, property.Value))
                throw Elsewhere("host", $"has to stay the connector's host '{host}', not become '{property.Value}'; name another connector, or give its settings in place.");
            result[property.Name] = property.Name == "url" && property.Value.ValueKind == JsonValueKind.String
                && saved.TryGetProperty("url", out var baseUrl) && baseUrl.ValueKind == JsonValueKind.String
                ? Join(baseUrl.GetString()!, property.Value.GetString()!)
                : JsonNode.Parse(property.Value.GetRawText());
        }

        return JsonSerializer.SerializeToElement(result);
    }

    private static string Join(string baseUrl, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var absolute) || !absolute.Scheme.StartsWith("http", StringComparison.Ordinal))
            return $"{baseUrl.TrimEnd('/')}/{url.TrimStart('/')}";
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var own)
            || Uri.Compare(absolute, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw Elsewhere("url", $"The url has to stay on the connector's host '{own?.Authority ?? baseUrl}', not go to '{absolute.Authority}'.");
        }

        return url;
    }

    private static InvalidDocumentException Elsewhere(string setting, string message) => new([new Problem(setting, message)]);
}
