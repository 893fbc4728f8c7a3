using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataAggregator.Core.Pipelines;

/// <summary>How a pipeline's own settings lie over those of a saved connector.</summary>
public static class EndpointConfig
{
    /// <summary>
    /// The saved config with the pipeline's settings in place of its own. A relative <c>url</c> joins the saved one; an absolute one has to stay
    /// on its host, so that its credentials go nowhere else.
    /// </summary>
    /// <exception cref="ArgumentException">An absolute <c>url</c> names another host.</exception>
    public static JsonElement Overlay(JsonElement saved, JsonElement own)
    {
        var result = JsonObject.Create(saved)!;
        foreach (var property in own.EnumerateObject())
        {
            result[property.Name] = property.Name == "url" && saved.TryGetProperty("url", out var baseUrl)
                ? Join(baseUrl.GetString()!, property.Value.GetString()!)
                : JsonNode.Parse(property.Value.GetRawText());
        }

        return JsonSerializer.SerializeToElement(result);
    }

    private static string Join(string baseUrl, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var absolute) || !absolute.Scheme.StartsWith("http", StringComparison.Ordinal))
            return $"{baseUrl.TrimEnd('/')}/{url.TrimStart('/')}";
        var own = new Uri(baseUrl);
        if (Uri.Compare(absolute, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
            throw new ArgumentException($"The url has to stay on the connector's host '{own.Authority}', not go to '{absolute.Authority}'.");
        return url;
    }
}
