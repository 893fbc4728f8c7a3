using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>
/// A rule that values must keep; this is the base of those without parameters, <see cref="Validation{TParameters}"/> of the others. Null and
/// missing values keep every rule but required, not_null and expression: whether there must be a value is for those to say.
/// </summary>
internal abstract class Validation
{
    /// <summary>What the validation says of itself.</summary>
    public abstract ValidationSpec Spec { get; }

    /// <summary>The row of the value at hand.</summary>
    public int Row { get; set; }

    /// <summary>Takes the step's <c>parameters</c> and adds every problem. Called once, before <see cref="Check"/>.</summary>
    public virtual void Bind(JsonElement? parameters, string path, Problems problems)
    {
        if (parameters is not { ValueKind: JsonValueKind.Object } given)
            return;
        foreach (var parameter in given.EnumerateObject())
            problems.Add($"{path}.{parameter.Name}", "is not a parameter of this validation, which takes none.");
    }

    /// <summary>The fields that the rule looks at beside the one that is checked.</summary>
    public virtual IReadOnlyList<FieldPath> Others => [];

    /// <summary>Adds a problem for everything that the rule needs of the records and their schema lacks.</summary>
    public virtual void Describe(Schema schema, Problems problems)
    {
    }

    /// <summary>Makes ready for the values of a batch, for a rule that looks at more of the record than the value.</summary>
    public virtual void Begin(RecordBatch batch, StepScope scope)
    {
    }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public virtual void End()
    {
    }

    /// <summary>Why a value breaks the rule; null when it keeps it.</summary>
    public abstract Violation? Check(in Value value, Scratch scratch);

    /// <summary>The entry in the catalogue of a validation without parameters.</summary>
    protected static ValidationSpec MakeSpec(string description, string example, params ReadOnlySpan<Violation> violations) =>
        MakeSpec(description, new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(), ["additionalProperties"] = false }, example, violations);

    /// <summary>The entry in the catalogue.</summary>
    /// <param name="description">What a value must be like.</param>
    /// <param name="parameters">The JSON Schema of the parameters.</param>
    /// <param name="example">A <see cref="ValidationExample"/> as JSON: <c>parameters</c>, <c>passes</c>, <c>fails</c>, <c>before</c>, <c>sources</c>.</param>
    /// <param name="violations">What the validation finds wrong.</param>
    protected static ValidationSpec MakeSpec(string description, JsonObject parameters, string example, ReadOnlySpan<Violation> violations)
    {
        var json = JsonNode.Parse(example)!.AsObject();
        var codes = new List<string>();
        foreach (var violation in violations)
            codes.Add(violation.Code);
        return new ValidationSpec(
            description,
            parameters,
            new ValidationExample(
                json["parameters"]?.DeepClone().AsObject(), json["passes"]?.DeepClone(), json["fails"]?.DeepClone(), json["before"]?.DeepClone().AsArray(), json["sources"]?.DeepClone().AsObject()),
            codes);
    }
}
