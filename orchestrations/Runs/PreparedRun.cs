using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>A run with everything its activities need at hand: definition, connectors and resolved configs.</summary>
internal sealed record PreparedRun(
    Run Run,
    PipelineDefinition Definition,
    ISource Source,
    IReadOnlyList<PreparedDestination> Destinations,
    ITransformationCompiler Compiler,
    RunLimits Limits,
    ISpillStore Spill)
{
    public JsonElement SourceConfig => Definition.Sources[0].Config;

    public string SourceType => Definition.Sources[0].ConnectorType!;

    /// <summary>What the steps have at hand beyond the records.</summary>
    public TransformationResources Resources { get; } = new(new(Run.Id, Run.PipelineId, Run.LogicalTime), new NoInputs(), Spill, new(Limits.MemoryBudget), Limits.Workers);

    /// <summary>The compiled steps.</summary>
    public ITransformationProgram Program { get; } = Compile(Compiler, Definition);

    public WriteTarget Target(RunPlan plan, int destination) => new(Run.Id, Run.PipelineId, destination, Run.Epoch, plan.OutputSchema);

    private static ITransformationProgram Compile(ITransformationCompiler compiler, PipelineDefinition definition)
    {
        var problems = new Core.Configuration.Problems();
        var program = compiler.Compile(definition.Transformations, null, "$.transformations", problems);
        problems.ThrowIfAny();
        return program!;
    }
}
