using DataAggregator.Core.Runs.Ends;

namespace DataAggregator.Core.Schedules;

/// <summary>The schedules of the enabled pipelines, and how far they were carried out.</summary>
public interface IScheduleStore
{
    /// <summary>All of them, by name.</summary>
    Task<IReadOnlyList<ScheduledPipeline>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Those of which an instant may have come.</summary>
    Task<IReadOnlyList<ScheduledPipeline>> ListDueAsync(CancellationToken cancellationToken);

    /// <summary>Decides about an instant of a schedule, once for all hosts.</summary>
    /// <param name="wanted">The run of that instant, which is its logical time.</param>
    /// <param name="isPatient">Whether the instant stays due where its run can neither begin nor wait.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What came of it; null where the instant stays due.</returns>
    Task<RunEndOutcome?> DecideAsync(WantedRun wanted, bool isPatient, CancellationToken cancellationToken);

    /// <summary>Says when the next instant of a version's schedule comes; null for never.</summary>
    Task SetNextAsync(string pipelineId, int version, DateTimeOffset? next, CancellationToken cancellationToken);
}
