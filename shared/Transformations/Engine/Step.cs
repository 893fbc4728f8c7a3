using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>
/// The base of a step type; an instance is one step of one chain. It binds the JSON, refuses unknown keys, and then calls the typed methods:
/// <see cref="Prepare"/> once, <see cref="Describe"/> at design time.
/// </summary>
/// <typeparam name="TOptions">The settings: a sealed record whose properties carry a description.</typeparam>
internal abstract class Step<TOptions> : ITransformation
    where TOptions : StepOptions
{
    private TOptions? options;

    /// <summary>What the step type says of itself; made by <see cref="MakeSpec"/> each time, because only the catalogue asks, and every chain makes steps.</summary>
    public abstract TransformationSpec Spec { get; }

    private protected TOptions Bound => options ?? throw new InvalidOperationException("The step was used before it was bound.");

    string? ITransformation.Bind(JsonElement step, string path, Problems problems)
    {
        options = ConfigBinder.Bind<TOptions>(step, path, problems);
        if (options is not null)
            Prepare(options, path, problems);
        return options?.Name;
    }

    Schema ITransformation.Describe(Schema input, string path, Problems problems) => Describe(Bound, input, path, problems);

    void ITransformation.Trace(LineageTrace trace) => Trace(Bound, trace);

    /// <summary>Parses what the options hold as text (paths, conditions, patterns) and adds what is wrong beyond types, ranges and unknown keys.</summary>
    protected abstract void Prepare(TOptions options, string path, Problems problems);

    /// <inheritdoc cref="ITransformation.Describe"/>
    protected abstract Schema Describe(TOptions options, Schema input, string path, Problems problems);

    /// <summary>Takes down every field that the step makes or changes, of what, and the fields by which it decides about records.</summary>
    protected abstract void Trace(TOptions options, LineageTrace trace);

    /// <summary>The entry in the catalogue, its schema derived from the options.</summary>
    /// <param name="type">The type on the wire.</param>
    /// <param name="displayName">The name that people read.</param>
    /// <param name="category">The group that it is shown in.</param>
    /// <param name="description">One sentence on what it does.</param>
    /// <param name="example">A step, records that go in, and what comes out.</param>
    /// <param name="details">What the schema of a setting says beyond its type, by the setting's name.</param>
    protected static TransformationSpec MakeSpec(
        string type,
        string displayName,
        TransformationCategory category,
        string description,
        StepExample example,
        params ReadOnlySpan<(string Setting, JsonObject Schema)> details)
    {
        var schema = ConfigSchema.For<TOptions>();
        var properties = schema["properties"]!.AsObject();
        properties["type"]!["const"] = type;
        foreach (var (setting, detail) in details)
        {
            foreach (var (key, value) in detail)
                properties[setting]![key] = value?.DeepClone();
        }

        return new TransformationSpec(
            type,
            displayName,
            category,
            description,
            schema,
            JsonNode.Parse(example.Step)!.AsObject(),
            JsonNode.Parse(example.Records)!.AsArray(),
            JsonNode.Parse(example.Result)!.AsArray(),
            example.Sources is null ? null : JsonNode.Parse(example.Sources)!.AsObject());
    }

    /// <summary>The schema of a setting that takes one of these words.</summary>
    protected static JsonObject OneOf(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Order(StringComparer.Ordinal).Select(word => (JsonNode)word)]) };
}
