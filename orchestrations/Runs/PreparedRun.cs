using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
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
    RunLimits Limits)
{
    public JsonElement SourceConfig => Definition.Sources[0].Config;

    public string SourceType => Definition.Sources[0].ConnectorType!;

    public TransformContext Context => new(Run.Id, Run.PipelineId, Run.LogicalTime);

    /// <summary>A chain of its own for one activity: a chain counts what passes through it.</summary>
    public ITransformationChain NewChain()
    {
        var problems = new Core.Configuration.Problems();
        var chain = Compiler.Compile(Definition.Transformations, null, "$.transformations", problems);
        problems.ThrowIfAny();
        return chain!;
    }

    public WriteTarget Target(RunPlan plan, int destination) => new(Run.Id, Run.PipelineId, destination, Run.Epoch, plan.OutputSchema);
}
