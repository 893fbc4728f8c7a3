using System.Collections;
using System.Text.Json;
using DataAggregator.Core.Security;

namespace DataAggregator.Core.Configuration;

/// <summary>Binds one JSON value to a setting's type.</summary>
internal static class ValueBinder
{
    public static object? Bind(Type type, JsonElement value, string path, Problems problems)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement))
            return value.Clone();
        if (type == typeof(string))
            return Text(value, path, problems);
        if (type == typeof(Secret))
            return Text(value, path, problems) is { } secret ? new Secret(secret) : null;
        if (type == typeof(bool))
            return Boolean(value, path, problems);
        if (type.IsEnum)
            return Word(type, value, path, problems);
        if (type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal))
            return Number(type, value, path, problems);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return Dictionary(type.GetGenericArguments()[1], value, path, problems);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return List(type.GetGenericArguments()[0], value, path, problems);
        return ConfigBinder.BindRecord(type, value, path, problems);
    }

    private static string? Text(JsonElement value, string path, Problems problems)
    {
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetRawText();
        problems.Add(path, $"must be text, not {ConfigBinder.Describe(value)}.");
        return null;
    }

    private static bool? Boolean(JsonElement value, string path, Problems problems)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        if (value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out var parsed))
            return parsed;
        problems.Add(path, $"must be true or false, not {ConfigBinder.Describe(value)}.");
        return null;
    }

    private static object? Number(Type type, JsonElement value, string path, Problems problems)
    {
        // A placeholder ${name} leaves a number as text.
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => "",
        };
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        if (type == typeof(int) && int.TryParse(text, culture, out var small))
            return small;
        if (type == typeof(long) && long.TryParse(text, culture, out var large))
            return large;
        if (type == typeof(double) && double.TryParse(text, culture, out var real))
            return real;
        if (type == typeof(decimal) && decimal.TryParse(text, culture, out var exact))
            return exact;
        problems.Add(path, $"must be {(type == typeof(int) || type == typeof(long) ? "a whole number" : "a number")}, not {(text.Length > 0 ? $"'{text}'" : ConfigBinder.Describe(value))}.");
        return null;
    }

    private static object? Word(Type type, JsonElement value, string path, Problems problems)
    {
        var names = Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName).ToArray();
        if (value.ValueKind == JsonValueKind.String)
        {
            var index = Array.IndexOf(names, Names.Normalise(value.GetString()!));
            if (index >= 0)
                return Enum.GetValues(type).GetValue(index);
        }

        var given = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        problems.Add(path, $"is '{given}', but must be one of: {string.Join(", ", names)}.{Nearest.Hint(given, names)}");
        return null;
    }

    private static object? List(Type itemType, JsonElement value, string path, Problems problems)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            problems.Add(path, $"must be a list, not {ConfigBinder.Describe(value)}.");
            return null;
        }

        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var before = problems.Count;
            var bound = Bind(itemType, item, $"{path}[{index++}]", problems);
            if (problems.Count == before)
                list.Add(bound);
        }

        return list;
    }

    private static object? Dictionary(Type valueType, JsonElement value, string path, Problems problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"must be an object, not {ConfigBinder.Describe(value)}.");
            return null;
        }

        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
        foreach (var property in value.EnumerateObject())
        {
            var before = problems.Count;
            var bound = Bind(valueType, property.Value, $"{path}.{property.Name}", problems);
            if (problems.Count == before)
                dictionary[property.Name] = bound;
        }

        return dictionary;
    }
}
