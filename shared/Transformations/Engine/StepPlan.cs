using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>A step that was bound without a problem, and how another instance of it is made: a step that runs keeps buffers of its own.</summary>
/// <param name="Json">The step as the user wrote it.</param>
/// <param name="Path">Its JSON path.</param>
/// <param name="Step">How it is called in errors: <c>transformations[2]</c>.</param>
/// <param name="Name">Its name in the books.</param>
/// <param name="Type">Its type.</param>
/// <param name="Input">The source beside the stream at hand that it reads.</param>
/// <param name="Create">Makes an unbound step of the type.</param>
/// <param name="Design">The instance that was bound first, for questions at design time.</param>
internal sealed record StepPlan(JsonElement Json, string Path, string Step, string Name, string Type, NamedInput? Input, Func<ITransformation> Create, ITransformation Design)
{
    /// <summary>Whether the step needs the whole run.</summary>
    public bool NeedsWholeRun => Design is IExchange { NeedsWholeRun: true };

    /// <summary>Books of their own for one instance.</summary>
    public StepBooks NewBooks() => new(Step, Name, Type);

    /// <summary>Another instance, bound like the first.</summary>
    public ITransformation NewStep()
    {
        var problems = new Problems();
        var step = Create();
        step.Bind(Json, Path, problems);
        if (Input is not null && step is IInputStep reading)
            reading.Connect(Input, Path, problems);
        problems.ThrowIfAny();
        return step;
    }
}
