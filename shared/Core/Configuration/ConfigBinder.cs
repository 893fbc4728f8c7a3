using System.Collections.Concurrent;
using System.Text.Json;

namespace DataAggregator.Core.Configuration;

/// <summary>
/// Binds JSON to options records: <c>snake_case</c> names, <see langword="required"/> and nullability honoured, data-annotation ranges
/// checked, unknown keys refused with a suggestion, every problem collected with its path. Options hold text, numbers, booleans, enums,
/// <see cref="Security.Secret"/>, nested records, lists, string dictionaries and <see cref="JsonElement"/>.
/// </summary>
public static class ConfigBinder
{
    private static readonly ConcurrentDictionary<Type, OptionsShape> Shapes = new();

    /// <summary>The options of that type that <paramref name="config"/> describes, or null when a problem was added.</summary>
    public static TOptions? Bind<TOptions>(JsonElement config, string path, Problems problems)
        where TOptions : class
    {
        var before = problems.Count;
        var value = BindRecord(typeof(TOptions), config, path, problems);
        return problems.Count == before ? (TOptions?)value : null;
    }

    internal static OptionsShape ShapeOf(Type type) => Shapes.GetOrAdd(type, static type => new OptionsShape(type));

    internal static object? BindRecord(Type type, JsonElement config, string path, Problems problems)
    {
        var shape = ShapeOf(type);
        if (config.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, $"must be an object, not {Describe(config)}.{Settings(shape)}");
            return null;
        }

        var options = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        if (type.GetConstructor(Type.EmptyTypes) is { } constructor)
            options = constructor.Invoke(null);
        foreach (var property in config.EnumerateObject())
        {
            if (!shape.Properties.ContainsKey(property.Name))
                problems.Add($"{path}.{property.Name}", $"is not a known setting.{Nearest.Hint(property.Name, shape.Properties.Keys)} Known: {string.Join(", ", shape.Properties.Keys)}.");
        }

        foreach (var (name, property) in shape.Properties)
            BindProperty(options, name, property, config, path, problems);
        return options;
    }

    private static string Settings(OptionsShape shape)
    {
        var required = shape.Properties.Where(property => property.Value.IsRequired).Select(property => property.Key).ToList();
        return required.Count == 0 ? "" : $" It needs: {string.Join(", ", required)}.";
    }

    internal static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => value.ValueKind == JsonValueKind.Undefined ? "missing" : "true or false",
    };

    private static void BindProperty(object options, string name, OptionsProperty property, JsonElement config, string path, Problems problems)
    {
        if (!config.TryGetProperty(name, out var value) || (value.ValueKind == JsonValueKind.Null && property.AcceptsNull))
        {
            if (property.IsRequired)
                problems.Add($"{path}.{name}", property.Description is { } description ? $"is required: {description}" : "is required.");
            return;
        }

        var before = problems.Count;
        var bound = ValueBinder.Bind(property.Info.PropertyType, value, $"{path}.{name}", problems);
        if (problems.Count > before)
            return;
        foreach (var attribute in property.Validations)
        {
            if (!attribute.IsValid(bound))
                problems.Add($"{path}.{name}", attribute.FormatErrorMessage(name));
        }

        property.Info.SetValue(options, bound);
    }
}
