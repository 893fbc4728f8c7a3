using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Triggers;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Triggers;

/// <summary>Finds, and starts, the runs that events ask for.</summary>
/// <param name="triggers">Knows who waits for which event.</param>
/// <param name="conditions">Judges events.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets events that cannot be judged.</param>
public sealed class EventListeners(ITriggerStore triggers, IEventConditions conditions, TimeProvider time, ILogger<EventListeners> logger)
{
    /// <summary>Starts a run for every trigger that waits for an event from outside; again, it starts nothing more.</summary>
    public async Task<IReadOnlyList<(Pipeline Pipeline, Trigger Trigger, FiringOutcome Outcome)>> PublishAsync(
        DurableTaskClient client, TriggerStarter starter, ToldEvent told, CancellationToken cancellationToken)
    {
        var fired = new List<(Pipeline, Trigger, FiringOutcome)>();
        foreach (var pipeline in await triggers.ListeningAsync(told.Name, cancellationToken))
        {
            if (Definition(pipeline, told) is not { } definition)
                continue;
            foreach (var trigger in definition.Triggers.OfType<EventTrigger>().Where(trigger => trigger.Enabled && trigger.Pipeline is null && trigger.Event == told.Name))
            {
                if (!await IsMeantAsync(pipeline, trigger, told, cancellationToken))
                    continue;
                var values = EventFields.Parameters(trigger.Parameters, trigger.Map, told.Data);
                fired.Add((pipeline, trigger, await starter.FireAsync(client, pipeline, definition, trigger, told.Id, values, cancellationToken)));
                FaultPoint.Reach("event_fired");
            }
        }

        return fired;
    }

    /// <summary>The run that an event asks for; null where the trigger waits for others.</summary>
    public async Task<WantedRun?> WantedAsync(Pipeline pipeline, PipelineDefinition definition, EventTrigger trigger, ToldEvent told, CancellationToken cancellationToken) =>
        await IsMeantAsync(pipeline, trigger, told, cancellationToken)
            ? TriggerStarter.Wanted(pipeline, definition, trigger, told.Id, EventFields.Parameters(trigger.Parameters, trigger.Map, told.Data), time.GetUtcNow())
            : null;

    private PipelineDefinition? Definition(Pipeline pipeline, ToldEvent told)
    {
        try
        {
            return TriggerStarter.Read(pipeline.Document);
        }
        catch (InvalidDocumentException unreadable)
        {
            logger.NotJudged("", pipeline.Name, told.Name, unreadable.Message);
            return null;
        }
    }

    private async Task<bool> IsMeantAsync(Pipeline pipeline, EventTrigger trigger, ToldEvent told, CancellationToken cancellationToken)
    {
        try
        {
            return trigger.Condition is not { } condition || await conditions.HoldsAsync(condition, told.Data, cancellationToken);
        }
        catch (Exception unjudged) when (unjudged is InvalidDocumentException or ConnectorException)
        {
            // Tried again, it would not be judged otherwise.
            logger.NotJudged(trigger.Key, pipeline.Name, told.Name, unjudged.Message);
            return false;
        }
    }
}
