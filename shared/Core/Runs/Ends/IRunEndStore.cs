using DataAggregator.Core.Notifications;

namespace DataAggregator.Core.Runs.Ends;

/// <summary>
/// The ends of runs from which something may have to follow. An end is kept in the transaction that ends the run, and goes in the one that keeps what
/// follows from it: a crash in between, or two hosts at once, change nothing.
/// </summary>
public interface IRunEndStore
{
    /// <summary>Ends that wait, oldest first.</summary>
    Task<IReadOnlyList<RunEnd>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The end of that run, if it waits.</summary>
    Task<RunEnd?> FindAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Keeps what follows from an end: starts of other pipelines, the pipeline's own run that waited for it, and what people are told.</summary>
    /// <param name="end">The end.</param>
    /// <param name="run">Its run.</param>
    /// <param name="wanted">The runs of other pipelines that it speaks for.</param>
    /// <param name="notices">What people are told of it: into the outbox.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What came of it; nothing where it was settled before.</returns>
    Task<RunEndOutcome> SettleAsync(RunEnd end, Run run, IReadOnlyList<WantedRun> wanted, IReadOnlyList<Notification> notices, CancellationToken cancellationToken);
}
