using System.Collections.Frozen;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A rule that values must keep.</summary>
internal abstract class Validation
{
    private static readonly FrozenDictionary<string, Func<Validation>> Registry = new Dictionary<string, Func<Validation>>
    {
        ["email_format"] = () => new EmailFormat(),
        ["required"] = () => new RequiredValue(),
        ["not_null"] = () => new NotNull(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of all validations.</summary>
    public static IEnumerable<string> Known => Registry.Keys;

    /// <summary>A stable word for what is wrong with a value that fails.</summary>
    public abstract string Code { get; }

    /// <summary>What is wrong with a value that fails and how to mend it; never the value itself.</summary>
    public abstract string Message { get; }

    /// <summary>The validation of that name, or null and a problem.</summary>
    public static Validation? Create(string name, JsonElement? parameters, string path, Problems problems)
    {
        if (!Registry.TryGetValue(Names.Normalise(name), out var create))
        {
            problems.Add($"{path}.validation_type", $"'{name}' is not a validation.{Nearest.Hint(Names.Normalise(name), Registry.Keys)} Known: {string.Join(", ", Registry.Keys.Order(StringComparer.Ordinal))}.");
            return null;
        }

        var validation = create();
        validation.Bind(parameters, $"{path}.parameters", problems);
        return validation;
    }

    /// <summary>Whether a value keeps the rule.</summary>
    public abstract bool IsValid(Value value);

    /// <summary>Takes the step's <c>parameters</c>; without an override there are none to take.</summary>
    protected virtual void Bind(JsonElement? parameters, string path, Problems problems)
    {
        if (parameters is not { ValueKind: JsonValueKind.Object } given)
            return;
        foreach (var parameter in given.EnumerateObject())
            problems.Add($"{path}.{parameter.Name}", "is not a parameter of this validation, which takes none.");
    }
}
