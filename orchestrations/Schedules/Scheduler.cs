using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;
using DataAggregator.Core.Schedules;
using DataAggregator.Orchestrations.Runs.Ends;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Orchestrations.Schedules;

/// <summary>
/// Starts the runs whose instants have come. Any number of hosts may do so at once: the database decides about each instant once, and a run's key is that
/// of its instant.
/// </summary>
/// <param name="schedules">The schedules.</param>
/// <param name="ends">Begins what was decided.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets schedules that cannot be read.</param>
public sealed class Scheduler(IScheduleStore schedules, RunEnds ends, TimeProvider time, ILogger<Scheduler> logger)
{
    /// <summary>Starts what is due.</summary>
    public async Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        foreach (var due in await schedules.ListDueAsync(cancellationToken))
        {
            try
            {
                await StartAsync(client, due, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One pipeline's schedule must not keep the others waiting; the next look tries again.
                logger.NotScheduled(failure, due.Pipeline.Name);
            }
        }
    }

    /// <summary>The definition of a scheduled pipeline, its placeholders at their defaults.</summary>
    /// <exception cref="InvalidDocumentException">It cannot be read by the rules of today.</exception>
    public static (PipelineDefinition Definition, CronSchedule Cron) Read(Pipeline pipeline)
    {
        var problems = new Problems();
        var definition = PipelineDefinitionReader.Read(ParameterValues.WithDefaults(pipeline.Document), problems);
        problems.ThrowIfAny();
        return (definition!, CronSchedule.Of(definition!.Schedule!));
    }

    private async Task StartAsync(DurableTaskClient client, ScheduledPipeline due, CancellationToken cancellationToken)
    {
        var (definition, cron) = Read(due.Pipeline);
        var schedule = definition.Schedule!;
        var overlap = definition.Overlap ?? schedule.Overlap;
        // Each is made up for: those that find no room wait for their turn.
        var isPatient = schedule.CatchUp == CatchUp.All && overlap == RunOverlap.Queue;
        var now = time.GetUtcNow();
        var instants = DueInstants.Of(cron, schedule.CatchUp, due.DecidedUntil, now);
        var next = instants.Count == DueInstants.AtOnce ? now : cron.Next(now);
        foreach (var instant in instants)
        {
            FaultPoint.Reach("schedule_deciding");
            if (await schedules.DecideAsync(new WantedRun(NewRun(due.Pipeline, instant, now), overlap), isPatient, cancellationToken) is not { } outcome)
            {
                next = now;
                break;
            }

            FaultPoint.Reach("schedule_decided");
            await ends.BeginAsync(client, outcome, cancellationToken);
        }

        await schedules.SetNextAsync(due.Pipeline.Id, due.Pipeline.Version, next, cancellationToken);
    }

    private static Run NewRun(Pipeline pipeline, DateTimeOffset instant, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString("N"),
        Key = $"{pipeline.Id}:schedule:{instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}",
        PipelineId = pipeline.Id,
        PipelineName = pipeline.Name,
        PipelineVersion = pipeline.Version,
        Status = RunStatus.Pending,
        Trigger = "schedule",
        Parameters = JsonSerializer.SerializeToElement(new Dictionary<string, string>()),
        LogicalTime = instant.ToUniversalTime(),
        CreatedAt = now,
    };
}
