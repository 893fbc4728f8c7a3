using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Security;

/// <summary>
/// The secrets inside a config document, found by <see cref="Connectors.ConnectorSpec.SecretFields"/>: protected for storage, masked for answers, in the clear for
/// a run. A whole value <c>${name}</c> is a placeholder, not a secret, and stays as it is; so do null and empty text.
/// </summary>
public static partial class SecretFields
{
    /// <summary>The config as it is stored. <c>********</c> keeps what <paramref name="stored"/> holds in its place; anything else that a user sent is encrypted.</summary>
    /// <param name="config">The config as a user sent it.</param>
    /// <param name="fields">The paths of its secrets; <c>x.*</c> stands for every entry of <c>x</c>.</param>
    /// <param name="stored">The config stored before, or null.</param>
    /// <param name="path">Where the config stands, for error messages: <c>$.source.config</c>.</param>
    /// <param name="protector">Encrypts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidDocumentException">A mask stands where nothing is stored, or in a config that leads to another host than the stored one.</exception>
    public static async Task<JsonElement> ProtectAsync(
        JsonElement config, IReadOnlyList<string> fields, JsonElement? stored, string path, ISecretProtector protector, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        // Who may change a config may not read its secrets, so none is sent to a host that it was not entered for.
        var moved = stored is { } kept && !Hosts(kept).SetEquals(Hosts(config));
        var result = await RewriteAsync(config, fields, async (at, value) =>
        {
            var before = stored is { } root ? At(root, at) : null;
            if (before is not null && moved && (value == Secret.Mask || value == before) && before.StartsWith("enc:", StringComparison.Ordinal))
                problems.Add($"{path}.{string.Join('.', at)}", "the config leads to another host than the one this secret was entered for: enter the secret again.");
            if (value == Secret.Mask && before is null)
                problems.Add($"{path}.{string.Join('.', at)}", $"'{Secret.Mask}' keeps a stored secret, but none is stored here: enter the secret.");
            // What is stored is kept only on the mask, or when it is sent back letter by letter: text that merely looks encrypted is not trusted.
            return value == Secret.Mask || value == before ? before ?? value : await protector.ProtectAsync(value, cancellationToken);
        });
        problems.ThrowIfAny();
        return result;
    }

    /// <summary>The config as it is shown: each secret as <c>********</c>.</summary>
    public static JsonElement Mask(JsonElement config, IReadOnlyList<string> fields)
    {
        var root = JsonNode.Parse(config.GetRawText());
        foreach (var place in Places(root, fields))
            place.Node.ReplaceWith(Secret.Mask);
        return ToElement(root);
    }

    /// <summary>The config with its secrets in the clear.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A secret was changed, or protected under another key.</exception>
    public static Task<JsonElement> UnprotectAsync(JsonElement config, IReadOnlyList<string> fields, ISecretProtector protector, CancellationToken cancellationToken) =>
        RewriteAsync(config, fields, async (_, value) => value.StartsWith("enc:", StringComparison.Ordinal) ? await protector.UnprotectAsync(value, cancellationToken) : value);

    /// <summary>What stands in the places of secrets, placeholders too.</summary>
    public static IReadOnlyList<JsonElement> ValuesIn(JsonElement config, IReadOnlyList<string> fields) =>
        [.. AllPlaces(JsonNode.Parse(config.GetRawText()), fields).Select(place => ToElement(place.Node))];

    private static async Task<JsonElement> RewriteAsync(JsonElement config, IReadOnlyList<string> fields, Func<IReadOnlyList<string>, string, Task<string>> rewrite)
    {
        var root = JsonNode.Parse(config.GetRawText());
        foreach (var (at, node) in Places(root, fields))
            node.ReplaceWith(await rewrite(at, TextOf(node)));
        return ToElement(root);
    }

    private static List<(IReadOnlyList<string> At, JsonNode Node)> Places(JsonNode? root, IReadOnlyList<string> fields) =>
        [.. AllPlaces(root, fields).Where(place => !IsPlain(TextOf(place.Node)))];

    private static IEnumerable<(IReadOnlyList<string> At, JsonNode Node)> AllPlaces(JsonNode? root, IReadOnlyList<string> fields)
    {
        // Two paths may name one place (`x.*` and `x.token`): it is visited once.
        var places = new Dictionary<JsonNode, IReadOnlyList<string>>(ReferenceEqualityComparer.Instance);
        foreach (var field in fields)
            Visit(root, field.Split('.'), [], places);
        return places.Select(place => (place.Value, place.Key));
    }

    private static void Visit(JsonNode? node, ReadOnlySpan<string> rest, IReadOnlyList<string> at, Dictionary<JsonNode, IReadOnlyList<string>> places)
    {
        if (node is null)
            return;
        if (rest.IsEmpty)
        {
            places[node] = at;
            return;
        }

        if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
                Visit(items[i], rest[0] == "*" ? rest[1..] : rest, [.. at, i.ToString(System.Globalization.CultureInfo.InvariantCulture)], places);
        }
        else if (node is JsonObject properties)
        {
            foreach (var (name, value) in properties)
            {
                if (rest[0] == "*" || rest[0] == name)
                    Visit(value, rest[1..], [.. at, name], places);
            }
        }
    }

    /// <summary>The hosts that a config names, at any depth: of an address its scheme, host and port.</summary>
    private static HashSet<string> Hosts(JsonElement config)
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (config.ValueKind != JsonValueKind.Object)
            return hosts;
        foreach (var property in config.EnumerateObject())
        {
            var text = property.Value.ToString();
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0)
                hosts.Add($"{property.Name}: {url.GetLeftPart(UriPartial.Authority)}");
            else if (property.Name is "host" or "server" or "account" or "bootstrap_servers" || (IsAddress(property.Name) && text.Contains("${", StringComparison.Ordinal)))
                hosts.Add($"{property.Name}: {text}");
            else
                hosts.UnionWith(Hosts(property.Value));
        }

        return hosts;
    }

    private static bool IsAddress(string name) => name.EndsWith("url", StringComparison.Ordinal) || name.StartsWith("endpoint", StringComparison.Ordinal);

    private static string? At(JsonElement element, IReadOnlyList<string> path)
    {
        foreach (var part in path)
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var property))
                element = property;
            else if (element.ValueKind == JsonValueKind.Array && int.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength())
                element = element[index];
            else
                return null;
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    // A number, list or object in a secret's place is no less secret: it is treated as its text.
    private static string TextOf(JsonNode node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node.ToJsonString();

    /// <summary>Whether the text may be shown: it is empty, or a placeholder.</summary>
    internal static bool IsPlain(string text) => text.Length == 0 || Placeholder().IsMatch(text);

    private static JsonElement ToElement(JsonNode? root) => JsonSerializer.SerializeToElement(root);

    [GeneratedRegex(@"\A\$\{[A-Za-z_][A-Za-z0-9_.\-]*\}\z")]
    private static partial Regex Placeholder();
}
