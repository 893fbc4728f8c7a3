using System.Collections.Frozen;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Operations;

/// <summary>What a step can do to the values of one field, whatever the field.</summary>
internal abstract class FieldOperation
{
    private static readonly FrozenDictionary<string, Func<FieldOperation>> Registry = new Dictionary<string, Func<FieldOperation>>
    {
        ["title_case"] = () => new TitleCase(),
        ["uppercase"] = () => new Uppercase(),
        ["lowercase"] = () => new Lowercase(),
        ["trim"] = () => new Trim(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of all operations.</summary>
    public static IEnumerable<string> Known => Registry.Keys;

    /// <summary>The operation of that name, or null and a problem.</summary>
    public static FieldOperation? Create(string name, JsonElement? parameters, string path, Problems problems)
    {
        if (!Registry.TryGetValue(Names.Normalise(name), out var create))
        {
            problems.Add($"{path}.operation", $"'{name}' is not a field operation.{Nearest.Hint(Names.Normalise(name), Registry.Keys)} Known: {string.Join(", ", Registry.Keys.Order(StringComparer.Ordinal))}.");
            return null;
        }

        var operation = create();
        operation.Bind(parameters, $"{path}.parameters", problems);
        return operation;
    }

    /// <summary>The field that comes out; one that the operation cannot take is a problem.</summary>
    public abstract Field Describe(Field input, string path, Problems problems);

    /// <summary>The column that comes out: a new one, or the same retained.</summary>
    public abstract Column Apply(Column input, StepScope scope);

    /// <summary>Takes the step's <c>parameters</c>; without an override there are none to take.</summary>
    protected virtual void Bind(JsonElement? parameters, string path, Problems problems)
    {
        if (parameters is not { ValueKind: JsonValueKind.Object } given)
            return;
        foreach (var parameter in given.EnumerateObject())
            problems.Add($"{path}.{parameter.Name}", "is not a parameter of this operation, which takes none.");
    }
}
