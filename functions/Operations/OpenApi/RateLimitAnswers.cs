using System.Text.Json.Nodes;

namespace DataAggregator.Functions.Operations.OpenApi;

/// <summary>What operations answer beyond the rate limit, and the headers by which they tell of it.</summary>
internal static class RateLimitAnswers
{
    private const string TooMany = "429";
    private const string Component = "RateLimited";
    private static readonly (string Name, string Description)[] Always =
    [
        ("RateLimit-Limit", "How many requests are taken in a minute."),
        ("RateLimit-Remaining", "How many more are taken now."),
        ("RateLimit-Reset", "In how many seconds more are taken than now."),
    ];

    private static readonly (string Name, string Description) Refused = ("Retry-After", "In how many seconds to send the request again.");

    /// <summary>The headers that answers refer to.</summary>
    public static JsonObject Headers() => new(Always.Append(Refused).Select(header => KeyValuePair.Create<string, JsonNode?>(
        header.Name, new JsonObject { ["description"] = header.Description, ["schema"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 } })));

    /// <summary>The answer that operations refer to, made of a problem.</summary>
    public static JsonObject Responses(JsonObject problem)
    {
        problem["headers"] = References(Always.Append(Refused));
        return new JsonObject { [Component] = problem };
    }

    /// <summary>Adds it to the answers of an operation, and the headers to what is answered when all is well.</summary>
    public static void AddTo(IDictionary<string, JsonNode?> responses)
    {
        responses[TooMany] = Reference("responses", Component);
        foreach (var response in responses.Where(response => response.Key.StartsWith('2')))
            response.Value!["headers"] = References(Always);
    }

    private static JsonObject References(IEnumerable<(string Name, string Description)> headers) =>
        new(headers.Select(header => KeyValuePair.Create<string, JsonNode?>(header.Name, Reference("headers", header.Name))));

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };
}
