using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Runs.Ends;

/// <summary>
/// The runs of other pipelines that the end of a run speaks for: <c>depends_on</c>, where all of several have to have run since they last started the
/// pipeline, and triggers of the type <c>pipeline</c>, where one end is enough. Dry runs, backfills and replays start nothing.
/// </summary>
/// <param name="store">Knows which pipelines name which.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets definitions that cannot be read.</param>
public sealed class Dependents(IDependencyStore store, TimeProvider time, ILogger<Dependents> logger)
{
    /// <summary>The runs.</summary>
    public async Task<IReadOnlyList<WantedRun>> WantedAsync(Run ended, CancellationToken cancellationToken)
    {
        if (ended.DryRun || ended.Trigger is "backfill" or Replay.Trigger)
            return [];
        var wanted = new List<WantedRun>();
        foreach (var pipeline in await store.DependentsAsync(ended.PipelineId, cancellationToken))
        {
            var problems = new Problems();
            if (PipelineDefinitionReader.Read(ParameterValues.WithDefaults(pipeline.Document), problems) is not { } definition)
                logger.DependentUnreadable(pipeline.Name, problems.First().ToString());
            else if (await WantedAsync(pipeline, definition, ended, cancellationToken) is { } start)
                wanted.Add(start);
        }

        return wanted;
    }

    private async Task<WantedRun?> WantedAsync(Pipeline pipeline, PipelineDefinition definition, Run ended, CancellationToken cancellationToken)
    {
        var ids = await store.IdsAsync(PipelineReferences.In(pipeline.Document), cancellationToken);
        var overlap = definition.Overlap ?? definition.Schedule?.Overlap ?? default;
        var trigger = definition.Triggers.OfType<PipelineTrigger>()
            .FirstOrDefault(trigger => trigger.Enabled && ids.GetValueOrDefault(trigger.Pipeline) == ended.PipelineId && trigger.On.Contains(ended.Status));
        if (trigger is not null)
            return new WantedRun(NewRun(pipeline, ended, trigger.Parameters), overlap);
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
            Key = $"{pipeline.Id}:after:{ended.Id}",
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
