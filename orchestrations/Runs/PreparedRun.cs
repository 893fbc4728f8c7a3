using System.Text.Json;
using DataAggregator.Core.Configuration;
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
    IReadOnlyList<PreparedInput> Inputs,
    IReadOnlyList<PreparedDestination> Destinations,
    ITransformationCompiler Compiler,
    RunLimits Limits,
    TransformationResources Resources)
{
    public JsonElement SourceConfig => Definition.Sources[0].Config;

    public string SourceType => Definition.Sources[0].ConnectorType!;

    /// <summary>The compiled steps, for inputs as the plan has them.</summary>
    public ITransformationProgram Compile(IReadOnlyList<NamedInput> inputs)
    {
        var problems = new Problems();
        var program = Compiler.Compile(Definition.Transformations, null, "$.transformations", problems, inputs);
        problems.ThrowIfAny();
        return program!;
    }

    public WriteTarget Target(RunPlan plan, int destination) => new(Run.Id, Run.PipelineId, destination, Run.Epoch, plan.OutputSchema);
}
