using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Triggers;
using DataAggregator.Orchestrations.Runs.Ends;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Orchestrations.Triggers;

/// <summary>
/// Starts the runs of what triggers were told. The database decides about each event once; a crash before that is made up for by whoever tells the event again, one
/// behind it by the repair of runs.
/// </summary>
/// <param name="triggers">Decides.</param>
/// <param name="ends">Begins what was decided.</param>
/// <param name="runs">The run ledger.</param>
/// <param name="time">The clock.</param>
public sealed class TriggerStarter(ITriggerStore triggers, RunEnds ends, IRunStore runs, TimeProvider time)
{
    /// <summary>The definition of a saved pipeline, its placeholders at their defaults.</summary>
    /// <exception cref="InvalidDocumentException">It cannot be read by the rules of today.</exception>
    public static PipelineDefinition Read(JsonElement document)
    {
        var problems = new Problems();
        var definition = PipelineDefinitionReader.Read(ParameterValues.WithDefaults(document), problems);
        problems.ThrowIfAny();
        return definition!;
    }

    /// <summary>The run that an event asks for.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="definition">Its definition.</param>
    /// <param name="trigger">The trigger.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="parameters">The values that it brings.</param>
    /// <param name="now">The clock.</param>
    public static WantedRun Wanted(Pipeline pipeline, PipelineDefinition definition, Trigger trigger, string eventId, IReadOnlyDictionary<string, string> parameters, DateTimeOffset now) => new(
        new Run
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Key = $"{pipeline.Id}:{trigger.Type}:{trigger.Key}:{eventId}",
            PipelineId = pipeline.Id,
            PipelineName = pipeline.Name,
            PipelineVersion = pipeline.Version,
            Status = RunStatus.Pending,
            Trigger = trigger.Type,
            Parameters = JsonSerializer.SerializeToElement(parameters),
            LogicalTime = now,
            CreatedAt = now,
        },
        definition.Overlap ?? definition.Schedule?.Overlap ?? default)
    {
        IsPatient = true,
        TriggerKey = trigger.Key,
    };

    /// <summary>Starts the run of an event, unless it was told before.</summary>
    public async Task<FiringOutcome> FireAsync(
        DurableTaskClient client, Pipeline pipeline, PipelineDefinition definition, Trigger trigger, string eventId, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) =>
        await FireAsync(client, new Firing(Wanted(pipeline, definition, trigger, eventId, parameters, time.GetUtcNow()), eventId), cancellationToken);

    /// <summary>Starts the run of an event, unless it was told before.</summary>
    public async Task<FiringOutcome> FireAsync(DurableTaskClient client, Firing firing, CancellationToken cancellationToken)
    {
        FaultPoint.Reach("trigger_firing");
        var outcome = await triggers.FireAsync(firing, cancellationToken);
        FaultPoint.Reach("trigger_fired");
        await ends.BeginAsync(client, outcome.Follows, cancellationToken);
        // Who told it first may have died before its run had begun.
        if (outcome is { Result: FiringResult.Repeated, RunId: { } id } && await runs.FindAsync(id, cancellationToken) is { } first)
            await ends.BeginAsync(client, new RunEndOutcome([first], []), cancellationToken);
        return outcome;
    }
}
