using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Schemas;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>A run with everything its activities need at hand: definition, connectors and resolved configs.</summary>
internal sealed record PreparedRun(
    Run Run,
    PipelineDefinition Definition,
    ISource Source,
    IReadOnlyList<PreparedInput> Inputs,
    IReadOnlyList<PreparedDestination> Destinations,
    ITransformationCompiler Compiler,
    RunLimits Limits,
    TransformationResources Resources,
    RunWatch? Work = null)
{
    /// <summary>In touch with the run ledger for the activity at work.</summary>
    public RunWatch Watch => Work ?? throw new InvalidOperationException("No activity is at work on the run.");

    public JsonElement SourceConfig => Definition.Sources[0].Config;

    /// <summary>What the source's state is kept under.</summary>
    public required string StreamName { get; init; }

    public string SourceType => Definition.Sources[0].ConnectorType!;

    /// <summary>The compiled steps, for inputs as the plan has them.</summary>
    public ITransformationProgram Compile(IReadOnlyList<NamedInput> inputs)
    {
        var problems = new Problems();
        var program = Compiler.Compile(Definition.Transformations, null, "$.transformations", problems, inputs);
        problems.ThrowIfAny();
        return program!;
    }

    /// <summary>What does not fit between the steps and the fields that the plan knows of: names that no field has, types that no step takes.</summary>
    public IEnumerable<Problem> Misfits(RunPlan plan)
    {
        var fields = FieldsOf(plan);
        var problems = new Problems();
        if (fields.Count > 0)
            Compiler.Compile(Definition.Transformations, fields, "$.transformations", problems, plan.NamedInputs);
        return problems;
    }

    // A sample need not have every field, and where nothing is new it has none.
    private Schema FieldsOf(RunPlan plan)
    {
        var delivered = Expectation(plan)?.ToDeliver(plan.Source.Schema) ?? plan.Source.Schema;
        return new Schema([.. delivered, .. plan.KnownSchema?.Where(known => delivered.IndexOf(known.Name) < 0) ?? []]);
    }

    /// <summary>Hears what is to be said about the run; null where nothing is.</summary>
    public RunLog? Log { get; init; }

    /// <summary>Notes what the run sees of its stream's schema.</summary>
    public required RunSchemas Schemas { get; init; }

    /// <summary>What is to happen about drift of the first source.</summary>
    public SchemaEvolution Evolution => Definition.Sources[0].SchemaEvolution ?? Definition.SchemaEvolution;

    /// <summary>What the plan knows of the first source's fields; null in the first run.</summary>
    public SchemaExpectation? Expectation(RunPlan plan) => Expectation(Definition.Sources[0], plan.KnownSchema, plan.Source.Origin);

    /// <summary>What is known of a source's fields, as a plan is made.</summary>
    public SchemaExpectation? Expectation(Endpoint source, Schema? known, FieldOrigin origin) =>
        known is null ? null : new SchemaExpectation(source.Stream, known, source.SchemaEvolution ?? Definition.SchemaEvolution, origin);

    public WriteTarget Target(RunPlan plan, int destination) => new(Run.Id, Run.PipelineId, destination, Run.Epoch, plan.OutputSchema);
}
