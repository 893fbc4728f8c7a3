using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations;

/// <summary>The base of operations: it gives the parameters their type, and refuses unknown ones.</summary>
/// <typeparam name="TParameters">The parameters: a sealed record whose properties carry a description.</typeparam>
internal abstract class FieldOperation<TParameters> : FieldOperation
    where TParameters : class
{
    private TParameters? parameters;

    /// <summary>The parameters as bound.</summary>
    protected TParameters Parameters => parameters ?? throw new InvalidOperationException("The operation was used before it was bound.");

    public sealed override void Bind(JsonElement? parameters, string path, Problems problems)
    {
        var given = parameters is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } json ? json : JsonSerializer.SerializeToElement(new JsonObject());
        if (typeof(TParameters) == typeof(NoParameters) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var parameter in given.EnumerateObject())
                problems.Add($"{path}.{parameter.Name}", "is not a parameter of this operation, which takes none.");
        }
        else if (ConfigBinder.Bind<TParameters>(given, path, problems) is { } bound)
        {
            this.parameters = bound;
            Prepare(bound, path, problems);
        }
    }

    /// <summary>Makes ready what the parameters hold as text (patterns, paths, formats) and adds what is wrong beyond types, ranges and unknown keys.</summary>
    protected virtual void Prepare(TParameters parameters, string path, Problems problems)
    {
    }

    /// <summary>The entry in the catalogue, the schema derived from the parameters.</summary>
    /// <param name="category">The group that it is listed in.</param>
    /// <param name="description">What it does.</param>
    /// <param name="example">An <see cref="OperationExample"/> as JSON: <c>input</c>, <c>parameters</c>, <c>output</c>, <c>others</c>.</param>
    protected static OperationSpec MakeSpec(string category, string description, string example)
    {
        var json = JsonNode.Parse(example)!.AsObject();
        return new OperationSpec(
            category,
            description,
            ConfigSchema.For<TParameters>(),
            new OperationExample(json["input"]?.DeepClone(), json["parameters"]?.DeepClone().AsObject(), json["output"]?.DeepClone(), json["others"]?.DeepClone().AsObject()));
    }
}
