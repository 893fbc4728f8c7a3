using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Security;

namespace DataAggregator.Core.Configuration;

/// <summary>Derives the JSON Schema (2020-12) of an options record: forms, documentation and the catalogue come from it.</summary>
public static class ConfigSchema
{
    /// <summary>The schema of options of type <typeparamref name="TOptions"/>.</summary>
    public static JsonObject For<TOptions>() => ForRecord(typeof(TOptions));

    /// <summary>The schema of options of a type.</summary>
    public static JsonObject For(Type options) => ForRecord(options);

    /// <summary>The paths of all settings that are secrets, such as <c>auth_params.token</c>.</summary>
    public static IReadOnlyList<string> SecretsOf<TOptions>() => [.. SecretsOf(typeof(TOptions), "")];

    private static JsonObject ForRecord(Type type)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        var defaults = type.GetConstructor(Type.EmptyTypes)?.Invoke(null);
        foreach (var (name, property) in ConfigBinder.ShapeOf(type).Properties)
        {
            var schema = ForValue(property.Info.PropertyType);
            if (property.Description is { } description)
                schema["description"] = description;
            AddRange(schema, property);
            if (!property.IsRequired && defaults is not null && Default(property.Info.GetValue(defaults)) is { } value)
                schema["default"] = value;
            if (property.IsRequired)
                required.Add(name);
            properties[name] = schema;
        }

        var result = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
            result["required"] = required;
        return result;
    }

    private static JsonObject ForValue(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return new() { ["type"] = "string" };
        if (type == typeof(Secret))
            return new() { ["type"] = "string", ["format"] = "password", ["writeOnly"] = true };
        if (type == typeof(bool))
            return new() { ["type"] = "boolean" };
        if (type == typeof(int) || type == typeof(long))
            return new() { ["type"] = "integer" };
        if (type == typeof(double) || type == typeof(decimal))
            return new() { ["type"] = "number" };
        if (type.IsEnum)
            return new() { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.SnakeCaseLower.ConvertName(name))]) };
        if (type == typeof(JsonElement))
            return [];
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return new() { ["type"] = "array", ["items"] = ForValue(type.GetGenericArguments()[0]) };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new() { ["type"] = "object", ["additionalProperties"] = ForValue(type.GetGenericArguments()[1]) };
        return ForRecord(type);
    }

    private static IEnumerable<string> SecretsOf(Type type, string prefix)
    {
        foreach (var (name, property) in ConfigBinder.ShapeOf(type).Properties)
        {
            var of = property.Info.PropertyType;
            if (of == typeof(Secret))
                yield return prefix + name;
            else if (of.IsGenericType && of.GetGenericArguments()[^1] == typeof(Secret))
                yield return $"{prefix}{name}.*";
            else if (of.IsClass && of.Assembly == type.Assembly)
            {
                foreach (var nested in SecretsOf(of, $"{prefix}{name}."))
                    yield return nested;
            }
        }
    }

    private static void AddRange(JsonObject schema, OptionsProperty property)
    {
        if (property.Validations.OfType<RangeAttribute>().FirstOrDefault() is not { } range)
            return;
        schema["minimum"] = JsonSerializer.SerializeToNode(range.Minimum);
        schema["maximum"] = JsonSerializer.SerializeToNode(range.Maximum);
    }

    private static JsonNode? Default(object? value) => value switch
    {
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        Enum word => JsonValue.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString())),
        _ => null,
    };
}
