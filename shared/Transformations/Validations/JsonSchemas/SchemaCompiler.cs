using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Conditions;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>
/// Compiles a JSON Schema, draft 2020-12, and refuses what it does not know rather than passing it over. Not known are the keywords about what
/// others left unevaluated, anchors, dynamic and remote references, and those about encoded content.
/// </summary>
internal sealed class SchemaCompiler(JsonElement root, string rootPath, Problems problems)
{
    private const int MaxText = 100;
    private static readonly string[] Annotations = ["$comment", "$id", "$schema", "default", "deprecated", "description", "examples", "readOnly", "title", "writeOnly"];
    private static readonly string[] Companions = ["additionalProperties", "else", "maxContains", "minContains", "prefixItems", "patternProperties", "then"];
    private static readonly string[] Combining = ["allOf", "anyOf", "not", "oneOf"];
    private static readonly string[] Numbers = ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"];
    private static readonly string[] Sizes = ["maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"];
    private static readonly string[] Others = ["$defs", "$ref", "const", "contains", "dependentRequired", "dependentSchemas", "enum", "format", "if", "items", "pattern", "properties", "propertyNames", "required", "type", "uniqueItems"];
    private readonly Dictionary<string, SchemaNode> nodes = new(StringComparer.Ordinal);

    /// <summary>Every keyword that there is.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Annotations.Concat(Companions).Concat(Combining).Concat(Numbers).Concat(Sizes).Concat(Others).Order(StringComparer.Ordinal)];

    /// <summary>The whole schema; means nothing when a problem was added.</summary>
    public SchemaNode Compile() => Node(root, rootPath);

    private SchemaNode Node(JsonElement schema, string path)
    {
        if (nodes.TryGetValue(path, out var known))
            return known;
        var node = nodes[path] = new SchemaNode();
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.Keywords.Add(new NothingKeyword("false"));
                break;
            case JsonValueKind.Object:
                AddKeywords(node, schema, path);
                break;
            default:
                problems.Add(path, "must be a schema: an object, true or false.");
                break;
        }

        return node;
    }

    private void AddKeywords(SchemaNode node, JsonElement schema, string path)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var at = $"{path}.{keyword.Name}";
            if (!Known.Contains(keyword.Name))
                problems.Add(at, $"is not a keyword that is understood here.{Nearest.Hint(keyword.Name, Known)} Known: {string.Join(", ", Known)}.");
            else if (keyword.Name == "$defs")
                _ = Members(keyword.Value, at).Select(definition => Node(definition.Value, $"{at}.{definition.Name}")).Count();
            else if (Compile(keyword.Name, keyword.Value, schema, path, at) is { } compiled)
                node.Keywords.Add(compiled);
        }

        AddCompanions(node, schema, path);
    }

    /// <summary>The keywords that stand for several: one object of them, whichever is written.</summary>
    private void AddCompanions(SchemaNode node, JsonElement schema, string path)
    {
        if (Has(schema, "properties", "patternProperties", "additionalProperties"))
            node.Keywords.Add(Properties(schema, path));
        if (Has(schema, "items", "prefixItems"))
        {
            var prefix = schema.TryGetProperty("prefixItems", out var list) ? List(list, $"{path}.prefixItems") : [];
            node.Keywords.Add(new ItemsKeyword("items", prefix, Optional(schema, "items", path)));
        }

        if (schema.TryGetProperty("if", out _))
            node.Keywords.Add(new ConditionalKeyword("if", Optional(schema, "if", path)!, Optional(schema, "then", path), Optional(schema, "else", path)));
        foreach (var dependent in schema.TryGetProperty("dependentSchemas", out var dependents) ? Members(dependents, $"{path}.dependentSchemas") : [])
        {
            var condition = new SchemaNode { Keywords = { new HasKeyKeyword("dependentSchemas", Encoding.UTF8.GetBytes(dependent.Name)) } };
            node.Keywords.Add(new ConditionalKeyword("dependentSchemas", condition, Node(dependent.Value, $"{path}.dependentSchemas.{dependent.Name}"), null));
        }
    }

    private SchemaKeyword? Compile(string keyword, JsonElement value, JsonElement schema, string path, string at)
    {
        var text = Text(keyword, value);
        if (Numbers.Contains(keyword))
            return Number(value, keyword != "multipleOf", at) is { } bound ? new NumberKeyword(text, keyword, bound) : null;
        if (Sizes.Contains(keyword))
            return Count(value, at) is { } size ? new SizeKeyword(text, Measured(keyword), keyword.StartsWith("min", StringComparison.Ordinal), size) : null;
        if (Combining.Contains(keyword))
            return new CombiningKeyword(keyword, keyword, keyword == "not" ? [Node(value, at)] : List(value, at));
        return keyword switch
        {
            "$ref" => Reference(value, at) is { } referred ? new CombiningKeyword(text, keyword, [referred]) : null,
            "type" => Types(value, at) is { } types ? new TypeKeyword(text, types) : null,
            "const" => new EqualityKeyword(text, [new Literal(value, false, at, problems)]),
            "enum" => value.ValueKind == JsonValueKind.Array ? new EqualityKeyword(text, [.. value.EnumerateArray().Select(item => new Literal(item, false, at, problems))]) : NotA<SchemaKeyword>("a list", at),
            "pattern" => Expression(value, at) is { } pattern ? new PatternKeyword(text, pattern) : null,
            "format" => Word(value, FormatKeyword.Known, at) is { } format ? new FormatKeyword(text, format) : null,
            "uniqueItems" => Flag(value, at) ? new UniqueItemsKeyword(text) : null,
            "contains" => new ContainsKeyword("contains", Node(value, at), Bound(schema, "minContains", 1, path), Bound(schema, "maxContains", int.MaxValue, path)),
            "required" => Keys(value, at) is { } keys ? new RequiredKeyword("required", null, keys) : null,
            "dependentRequired" => new AllKeyword(keyword, [.. Members(value, at).Select(member => (member.Name, Keys: Keys(member.Value, $"{at}.{member.Name}"))).Where(member => member.Keys is not null).Select(member => new RequiredKeyword(keyword, Encoding.UTF8.GetBytes(member.Name), member.Keys!))]),
            "propertyNames" => new PropertyNamesKeyword(keyword, Node(value, at)),
            _ => null,
        };
    }

    private PropertiesKeyword Properties(JsonElement schema, string path)
    {
        var named = new Dictionary<byte[], SchemaNode>(new Utf8Comparer());
        foreach (var member in schema.TryGetProperty("properties", out var properties) ? Members(properties, $"{path}.properties") : [])
            named[Encoding.UTF8.GetBytes(member.Name)] = Node(member.Value, $"{path}.properties.{member.Name}");
        var patterns = new List<(System.Text.RegularExpressions.Regex, SchemaNode)>();
        foreach (var member in schema.TryGetProperty("patternProperties", out var matching) ? Members(matching, $"{path}.patternProperties") : [])
        {
            var at = $"{path}.patternProperties.{member.Name}";
            if (Pattern.Compile(member.Name, ignoreCase: false, unicode: false, at, problems) is { } pattern)
                patterns.Add((pattern, Node(member.Value, at)));
        }

        return new PropertiesKeyword("properties", named, [.. patterns], Optional(schema, "additionalProperties", path));
    }

    private SchemaNode? Reference(JsonElement value, string at)
    {
        var pointer = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (pointer != "#" && !pointer.StartsWith("#/", StringComparison.Ordinal))
        {
            problems.Add(at, "must refer to a part of this schema, such as #/$defs/address or #.");
            return null;
        }

        var (schema, path) = (root, rootPath);
        foreach (var part in pointer[1..].Split('/').Skip(1))
        {
            var key = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(key, out var member))
                (schema, path) = (member, $"{path}.{key}");
            else if (schema.ValueKind == JsonValueKind.Array && int.TryParse(key, System.Globalization.CultureInfo.InvariantCulture, out var index) && index >= 0 && index < schema.GetArrayLength())
                (schema, path) = (schema[index], $"{path}[{index}]");
            else
                return NotA<SchemaNode>($"a reference to something: '{pointer}' leads nowhere in this schema", at);
        }

        return Node(schema, path);
    }

    private SchemaNode? Optional(JsonElement schema, string keyword, string path) => schema.TryGetProperty(keyword, out var value) ? Node(value, $"{path}.{keyword}") : null;

    private SchemaNode[] List(JsonElement value, string at) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
        ? [.. value.EnumerateArray().Select((schema, i) => Node(schema, $"{at}[{i}]"))]
        : NotA<SchemaNode[]>("a list of schemas", at) ?? [];

    private IEnumerable<JsonProperty> Members(JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : NotA<IEnumerable<JsonProperty>>("an object", at) ?? [];

    private byte[][]? Keys(JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(key => key.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(key => Encoding.UTF8.GetBytes(key.GetString()!))]
            : NotA<byte[][]>("a list of names", at);

    private string[]? Types(JsonElement value, string at)
    {
        var before = problems.Count;
        IEnumerable<JsonElement> words = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        var types = words.Select(word => Word(word, TypeKeyword.Known, at)).OfType<string>().ToArray();
        return problems.Count > before ? null : types;
    }

    private string? Word(JsonElement value, IReadOnlyList<string> words, string at) =>
        value.ValueKind == JsonValueKind.String && words.Contains(value.GetString()) ? value.GetString() : NotA<string>($"one of: {string.Join(", ", words)}", at);

    private System.Text.RegularExpressions.Regex? Expression(JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.String ? Pattern.Compile(value.GetString()!, ignoreCase: false, unicode: false, at, problems) : NotA<System.Text.RegularExpressions.Regex>("a pattern", at);

    private Decimal38? Number(JsonElement value, bool mayBeNegative, string at)
    {
        if (value.ValueKind == JsonValueKind.Number && Decimal38.TryParse(Encoding.UTF8.GetBytes(value.GetRawText()), out var number) && (mayBeNegative || number > Decimal38.FromInt64(0)))
            return number;
        problems.Add(at, mayBeNegative ? "must be a number of at most 38 digits." : "must be a number above 0 of at most 38 digits.");
        return null;
    }

    private int? Count(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var count) && count == decimal.Truncate(count) && count is >= 0 and <= int.MaxValue)
            return (int)count;
        problems.Add(at, "must be a whole number from 0.");
        return null;
    }

    private bool Flag(JsonElement value, string at)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            problems.Add(at, "must be true or false.");
        return value.ValueKind == JsonValueKind.True;
    }

    private int Bound(JsonElement schema, string keyword, int otherwise, string path) => schema.TryGetProperty(keyword, out var value) ? Count(value, $"{path}.{keyword}") ?? otherwise : otherwise;

    private T? NotA<T>(string wanted, string at)
        where T : class
    {
        problems.Add(at, $"must be {wanted}.");
        return null;
    }

    private static bool Has(JsonElement schema, params ReadOnlySpan<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            if (schema.TryGetProperty(keyword, out _))
                return true;
        }

        return false;
    }

    private static char Measured(string keyword) => keyword[3..] switch
    {
        "Length" => '"',
        "Items" => '[',
        _ => '{',
    };

    private static string Text(string keyword, JsonElement value)
    {
        var json = value.GetRawText();
        return $"{keyword}: {(json.Length > MaxText ? $"{json[..MaxText]}..." : json)}";
    }
}
