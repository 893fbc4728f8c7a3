using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Triggers;
using DataAggregator.Orchestrations.Triggers;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs.Ends;

/// <summary>
/// The runs of other pipelines that the end of a run speaks for: <c>depends_on</c>, where all of several have to have run since they last started the
/// pipeline, and triggers of the types <c>pipeline</c> and <c>event</c>, where one end is enough. A run that failed and is tried again ends once more, and speaks
/// once more: what waits for a success starts for the attempt that has it, what waits for any end starts for each. Dry runs, backfills and replays start nothing.
/// </summary>
/// <param name="store">Knows which pipelines name which.</param>
/// <param name="events">What the platform tells of the end.</param>
/// <param name="listeners">Knows which triggers wait for that.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets definitions that cannot be read.</param>
public sealed class Dependents(IDependencyStore store, RunEvents events, EventListeners listeners, TimeProvider time, ILogger<Dependents> logger)
{
    /// <summary>The runs.</summary>
    public async Task<IReadOnlyList<WantedRun>> WantedAsync(Run ended, CancellationToken cancellationToken)
    {
        if (ended.DryRun || ended.Trigger is "backfill" or Replay.Trigger)
            return [];
        var wanted = new List<WantedRun>();
        var dependents = await store.DependentsAsync(ended.PipelineId, cancellationToken);
        var told = dependents.Count == 0 ? [] : await events.OfAsync(ended, cancellationToken);
        foreach (var pipeline in dependents)
        {
            var problems = new Problems();
            if (PipelineDefinitionReader.Read(ParameterValues.WithDefaults(pipeline.Document), problems) is not { } definition)
                logger.DependentUnreadable(pipeline.Name, problems.First().ToString());
            else
                wanted.AddRange(await WantedAsync(pipeline, definition, ended, told, cancellationToken));
        }

        return wanted;
    }

    private async Task<IReadOnlyList<WantedRun>> WantedAsync(
        Pipeline pipeline, PipelineDefinition definition, Run ended, IReadOnlyList<ToldEvent> told, CancellationToken cancellationToken)
    {
        var ids = await store.IdsAsync(PipelineReferences.In(pipeline.Document), cancellationToken);
        var wanted = new List<WantedRun>();
        foreach (var trigger in definition.Triggers.OfType<EventTrigger>().Where(trigger => trigger.Enabled && trigger.Pipeline is { } other && ids.GetValueOrDefault(other) == ended.PipelineId))
        {
            foreach (var one in told.Where(one => one.Name == trigger.Event))
            {
                if (await listeners.WantedAsync(pipeline, definition, trigger, one, cancellationToken) is { } start)
                    wanted.Add(start with { Run = start.Run with { UpstreamRunId = ended.Id, LogicalTime = ended.LogicalTime } });
            }
        }

        if (AfterEnd(pipeline, definition, ended, ids) is { } after)
            wanted.Add(after);
        return wanted;
    }

    private WantedRun? AfterEnd(Pipeline pipeline, PipelineDefinition definition, Run ended, IReadOnlyDictionary<string, string> ids)
    {
        var overlap = definition.Overlap ?? definition.Schedule?.Overlap ?? default;
        var trigger = definition.Triggers.OfType<PipelineTrigger>()
            .FirstOrDefault(trigger => trigger.Enabled && ids.GetValueOrDefault(trigger.Pipeline) == ended.PipelineId && trigger.On.Contains(ended.Status));
        if (trigger is not null)
            return new WantedRun(NewRun(pipeline, ended, trigger.Parameters), overlap) { TriggerKey = trigger.Key };
        if (!definition.DependsOn.Any(dependency => ids.GetValueOrDefault(dependency.Pipeline) == ended.PipelineId && dependency.IsMetBy(ended.Status)))
            return null;
        return new WantedRun(NewRun(pipeline, ended, new Dictionary<string, string>()), overlap)
        {
            // One that is gone can never run: it does not count, as nobody could delete it while it was needed.
            Upstreams = [.. definition.DependsOn.Select(dependency => ids.GetValueOrDefault(dependency.Pipeline)).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private Run NewRun(Pipeline pipeline, Run ended, IReadOnlyDictionary<string, string> parameters)
    {
        var now = time.GetUtcNow();
        return new Run
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            // Each end of a run that is tried again is one of its own.
            Key = string.Create(CultureInfo.InvariantCulture, $"{pipeline.Id}:after:{ended.Id}:{ended.Attempt}"),
            PipelineId = pipeline.Id,
            PipelineName = pipeline.Name,
            PipelineVersion = pipeline.Version,
            Status = RunStatus.Pending,
            Trigger = "dependency",
            UpstreamRunId = ended.Id,
            Parameters = JsonSerializer.SerializeToElement(parameters),
            // The upstream's: a chain that a schedule began works on one instant.
            LogicalTime = ended.LogicalTime,
            CreatedAt = now,
        };
    }
}
