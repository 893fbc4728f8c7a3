using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Validations;

/// <summary>Every validation by its name on the wire.</summary>
internal static class ValidationCatalogue
{
    private static readonly FrozenDictionary<string, Func<Validation>> Registry = new Dictionary<string, Func<Validation>>
    {
        ["date"] = () => new Date(),
        ["email_format"] = () => new EmailFormat(),
        ["enum"] = () => new OneOfValues(),
        ["expression"] = () => new ExpressionRule(),
        ["ip"] = () => new Ip(),
        ["json_schema"] = () => new JsonSchemaRule(),
        ["length"] = () => new Length(),
        ["not_null"] = () => new NotNull(),
        ["number_range"] = () => new NumberRange(),
        ["phone"] = () => new Phone(),
        ["referential"] = () => new Referential(),
        ["regex"] = () => new RegexMatch(),
        ["required"] = () => new Required(),
        ["type"] = () => new OfType(),
        ["unique"] = () => new Unique(),
        ["url"] = () => new Url(),
        ["uuid"] = () => new Uuid(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["allowed_values"] = "enum",
        ["data_type"] = "type",
        ["date_format"] = "date",
        ["email"] = "email_format",
        ["foreign_key"] = "referential",
        ["in"] = "enum",
        ["ip_address"] = "ip",
        ["one_of"] = "enum",
        ["pattern"] = "regex",
        ["phone_format"] = "phone",
        ["phone_number"] = "phone",
        ["range"] = "number_range",
        ["url_format"] = "url",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of all validations, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Registry.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What the validation of that name says of itself.</summary>
    public static ValidationSpec SpecOf(string name) => Registry[name]().Spec;

    /// <summary>The validation's own name for what a user wrote, aliases and other spellings included; what is none is only normalised.</summary>
    public static string NameOf(string written)
    {
        var name = Core.Configuration.Names.Normalise(written);
        return Aliases.GetValueOrDefault(name, name);
    }

    /// <summary>The validation of that name with its parameters, or null and a problem.</summary>
    /// <param name="written">The name as a user wrote it.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="path">The JSON path of the object that holds <c>validation_type</c> and <c>parameters</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static Validation? Create(string written, JsonElement? parameters, string path, Problems problems)
    {
        var name = NameOf(written);
        if (!Registry.TryGetValue(name, out var create))
        {
            problems.Add($"{path}.validation_type", $"'{written}' is not a validation.{Nearest.Hint(name, Names)} Known: {string.Join(", ", Names)}.");
            return null;
        }

        var validation = create();
        validation.Bind(parameters, $"{path}.parameters", problems);
        return validation;
    }

    /// <summary>For the JSON Schema of an object with <c>validation_type</c> and <c>parameters</c>: which parameters each validation takes.</summary>
    public static JsonArray ParametersByValidation() => [.. Names.Select(ParametersOf)];

    private static JsonNode ParametersOf(string name)
    {
        var spec = SpecOf(name);
        var parameters = spec.Parameters;
        parameters["description"] = spec.Description;
        parameters["x-example"] = Example(spec.Example);
        parameters["x-codes"] = new JsonArray([.. spec.Codes.Select(code => (JsonNode)code)]);
        return new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["validation_type"] = new JsonObject { ["const"] = name } }, ["required"] = new JsonArray("validation_type") },
            ["then"] = new JsonObject { ["properties"] = new JsonObject { ["parameters"] = parameters } },
        };
    }

    private static JsonObject Example(ValidationExample example)
    {
        var json = new JsonObject { ["passes"] = example.Passes, ["fails"] = example.Fails };
        if (example.Parameters is not null)
            json["parameters"] = example.Parameters;
        if (example.Before is not null)
            json["before"] = example.Before;
        if (example.Sources is not null)
            json["sources"] = example.Sources;
        return json;
    }
}
