using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>The steps of a list, cut where the first of them needs the whole run.</summary>
internal sealed class TransformationProgram(IReadOnlyList<StepPlan> steps, TimeProvider time) : ITransformationProgram
{
    private readonly int cut = steps.TakeWhile(step => !step.NeedsWholeRun).Count();

    public bool NeedsWholeRun => cut < steps.Count;

    public bool ChainAsksElsewhere => steps.Take(cut).Any(step => step.Design is IFetchingStep);

    public IReadOnlyList<(string Step, string Name)> Steps { get; } = [.. steps.Select(step => (step.Step, step.Name))];

    public Schema Describe(Schema input)
    {
        var ignored = new Problems();
        return steps.Aggregate(input, (schema, step) => step.Design.Describe(schema, step.Path, ignored));
    }

    public IReadOnlyList<StepLineage> Trace(Schema input)
    {
        var (lineage, ignored) = (new List<StepLineage>(), new Problems());
        foreach (var step in steps)
        {
            var trace = new LineageTrace(input);
            step.Design.Trace(trace);
            input = step.Design.Describe(input, step.Path, ignored);
            lineage.Add(new StepLineage(step.Step, step.Name, step.Type, trace.Fields(input), trace.Influences));
        }

        return lineage;
    }

    public ITransformationChain OpenChain(TransformationResources resources) => new TransformationChain([.. steps.Take(cut).Select(RowStep)], resources, time) { IsGathered = NeedsWholeRun };

    public IGathering OpenGathering(TransformationResources resources)
    {
        if (!NeedsWholeRun)
            throw new InvalidOperationException("No step needs the whole run.");
        return new Gathering([.. Stages(resources)]);
    }

    private static (IRowStep Step, StepBooks Books) RowStep(StepPlan plan) => ((IRowStep)plan.NewStep(), plan.NewBooks());

    private IEnumerable<GatheringStage> Stages(TransformationResources resources)
    {
        for (var at = cut; at < steps.Count;)
        {
            var behind = steps.Skip(at + 1).TakeWhile(step => !step.NeedsWholeRun).ToList();
            var next = at + 1 + behind.Count;
            yield return new GatheringStage(steps[at], new TransformationChain([.. behind.Select(RowStep)], resources, time), resources, time)
            {
                State = at > cut ? RecordState.Made : at > 0 ? RecordState.Changed : RecordState.AsRead,
                IsFollowed = at + 1 < steps.Count,
                IsGathered = next < steps.Count,
            };
            at = next;
        }
    }
}
