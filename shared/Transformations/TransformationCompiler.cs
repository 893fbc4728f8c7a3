using System.Collections.Frozen;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Expressions.Functions;

namespace DataAggregator.Transformations;

/// <summary>Compiles lists of steps; knows every step type by its name on the wire.</summary>
/// <param name="time">Measures how long steps take; no result depends on it.</param>
/// <param name="allowCSharp">Whether custom functions may be written in C#, which no sandbox holds.</param>
public sealed class TransformationCompiler(TimeProvider time, bool allowCSharp = false) : ITransformationCompiler
{
    private static readonly FrozenDictionary<string, Func<JsonElement, ITransformation>> Registry = new Dictionary<string, Func<JsonElement, ITransformation>>
    {
        ["aggregation"] = _ => new Aggregation(),
        ["cleansing"] = _ => new Cleansing(),
        ["conditional"] = _ => new Conditional(),
        ["custom_function"] = _ => new CustomFunction(),
        ["deduplication"] = _ => new Deduplication(),
        ["enrichment"] = Enrichment.For,
        ["field_addition"] = _ => new FieldAddition(),
        ["field_calculation"] = _ => new FieldCalculation(),
        ["field_expansion"] = _ => new FieldExpansion(),
        ["field_mapping"] = _ => new FieldMapping(FieldMapping.Mapping),
        ["field_operation"] = _ => new FieldMapping(FieldMapping.Operation),
        ["field_removal"] = _ => new FieldRemoval(),
        ["field_validation"] = FieldValidation.For,
        ["format_conversion"] = _ => new FormatConversion(),
        ["join"] = _ => new Join(),
        ["limit"] = _ => new Limit(),
        ["lookup"] = _ => new SourceLookup(),
        ["pivot"] = _ => new Pivot(),
        ["record_filter"] = _ => new RecordFilter(),
        ["record_splitting"] = _ => new RecordSplitting(),
        ["sample"] = _ => new Sample(),
        ["schema_mapping"] = _ => new FieldMapping(FieldMapping.Mapping),
        ["sort"] = _ => new Sort(),
        ["unpivot"] = _ => new Unpivot(),
        ["window"] = _ => new Window(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<TransformationSpec> Catalogue => field ??= [.. Registry.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Named(entry.Value(default).Spec, entry.Key))];

    /// <inheritdoc/>
    public IReadOnlyList<FunctionSpec> Functions => Library.Catalogue;

    /// <inheritdoc/>
    public ITransformationProgram? Compile(JsonElement steps, Schema? input, string path, Problems problems, IReadOnlyList<NamedInput>? inputs = null)
    {
        var before = problems.Count;
        if (RefusesCSharp(steps, path, problems))
            return null;
        var compiled = new List<StepPlan>();
        var schema = input;
        var number = 0;
        foreach (var step in WrittenStep.In(steps, path, problems))
        {
            var stepProblems = problems.Count;
            var plan = Bind(step, ++number, inputs, problems);
            if (plan is null || problems.Count > stepProblems)
            {
                schema = null;
                continue;
            }

            // What comes out of a join with a source that is not known yet, nobody knows.
            if (plan.Design is IInputStep { GivesItsFields: true } && plan.Input?.Schema is null)
                schema = null;
            if (schema is not null)
                schema = plan.Design.Describe(schema, step.Path, problems);
            compiled.Add(plan);
        }

        return problems.Count > before ? null : new TransformationProgram(compiled, time);
    }

    /// <inheritdoc/>
    public IReadOnlyList<InputReference> FindInputs(JsonElement steps, string path)
    {
        var ignored = new Problems();
        var inputs = new List<InputReference>();
        if (RefusesCSharp(steps, path, ignored))
            return [];
        foreach (var written in WrittenStep.In(steps, path, ignored))
        {
            if (Bind(written, 0, null, ignored) is { Design: IInputStep step })
                inputs.Add(ReferenceOf(step, written.Path));
        }

        return [.. inputs.GroupBy(input => input.Key).Select(same => same.First() with
        {
            IsReadWhole = same.Any(input => input.IsReadWhole),
            AskedAt = same.Select(input => input.AskedAt).FirstOrDefault(asked => asked is not null),
        })];
    }

    /// <summary>The step that was written, bound; null when there was a problem.</summary>
    internal static StepPlan? Bind(WrittenStep written, int number, IReadOnlyList<NamedInput>? inputs, Problems problems)
    {
        var (json, path, place) = written;
        if (json.ValueKind == JsonValueKind.Undefined)
            return null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, "must be a step: an object with a type.");
            return null;
        }

        if (json.TryGetProperty(TransformationReference.Key, out _))
        {
            problems.Add($"{path}.{TransformationReference.Key}", "saved transformations cannot be used here; write their steps in its place.");
            return null;
        }

        if (!json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            problems.Add($"{path}.type", $"is required: the step type, one of {string.Join(", ", Registry.Keys.Order(StringComparer.Ordinal))}.");
            return null;
        }

        var name = Names.Normalise(type.GetString()!);
        if (!Registry.TryGetValue(name, out var create))
        {
            problems.Add($"{path}.type", $"'{type.GetString()}' is not a step type.{Nearest.Hint(name, Registry.Keys)} Known: {string.Join(", ", Registry.Keys.Order(StringComparer.Ordinal))}.");
            return null;
        }

        var step = create(json);
        var before = problems.Count;
        var own = step.Bind(json, path, problems);
        if (own is not null && StepCounts.IsDestination(own))
            problems.Add($"{path}.name", $"'{own}' is what a destination is called in the run's books; give the step another name.");
        if (problems.Count > before)
            return null;
        var input = step is IInputStep reading ? Connect(reading, path, inputs, problems) : null;
        var kept = json.Clone();
        return new StepPlan(kept, path, place, own ?? $"{name} {number}", name, input, () => create(kept), step);
    }

    // Code that is not allowed is not even looked at.
    private bool RefusesCSharp(JsonElement steps, string path, Problems problems)
    {
        if (allowCSharp)
            return false;
        var refused = CSharpFunctions.Find(steps, path).ToList();
        foreach (var step in refused)
            problems.Add($"{step}.language", "must be javascript: functions in C# are off here. Who runs the platform turns them on with DATAAGGREGATOR_ALLOW_CSHARP_FUNCTIONS=true; they cannot be sandboxed.");
        return refused.Count > 0;
    }

    // Without a list, nothing is known of the inputs, as while a single step is being written: then any name will do.
    private static NamedInput? Connect(IInputStep step, string path, IReadOnlyList<NamedInput>? inputs, Problems problems)
    {
        if (inputs is null)
            return null;
        var wanted = ReferenceOf(step, path);
        var input = inputs.FirstOrDefault(known => known.Name == wanted.Key) ?? inputs.FirstOrDefault(known => known.Name == wanted.Name);
        if (input is null)
        {
            var names = inputs.Select(known => known.Name).ToList();
            problems.Add(path, $"reads '{step.InputName}', which is no source of the pipeline and no saved connector.{Nearest.Hint(step.InputName, names)}");
            return null;
        }

        step.Connect(input, path, problems);
        return input;
    }

    private static InputReference ReferenceOf(IInputStep step, string path) =>
        new(step.InputName, step.InputStream, path, $"{path}.{step.StreamOption}") { IsReadWhole = !step.IsAsked, AskedAt = step.IsAsked ? path : null };

    private static TransformationSpec Named(TransformationSpec spec, string type)
    {
        if (spec.Type == type)
            return spec;
        var (schema, example) = (spec.OptionsSchema.DeepClone().AsObject(), spec.Example.DeepClone().AsObject());
        schema["properties"]!["type"]!["const"] = type;
        example["type"] = type;
        return spec with { Type = type, OptionsSchema = schema, Example = example };
    }
}
