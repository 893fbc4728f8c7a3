using DataAggregator.Core.Records;
using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Runs;

/// <summary>
/// The rejected records of all runs. A replay claims open ones: while its run is at work, nobody else can change or replay them. When the run has
/// ended, they are settled by its books: what was delivered is replayed, what was rejected again stays open with the new reasons.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>A page of dead letters, newest first.</summary>
    Task<Page<DeadLetter>> ListAsync(DeadLetterQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>How many dead letters of a pipeline are open; beyond a million, a million.</summary>
    Task<long> CountOpenAsync(string pipelineId, CancellationToken cancellationToken);

    /// <summary>The dead letter, or null.</summary>
    Task<DeadLetter?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keeps the record as a user mended it, beside the original.</summary>
    /// <exception cref="StaleVersionException">It has another version by now.</exception>
    /// <exception cref="ConflictException">It is not open, being replayed, or its run is still at work.</exception>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    Task<DeadLetter> EditAsync(string id, ReadOnlyMemory<byte> record, int? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Marks it as not wanted; it stays listed.</summary>
    /// <exception cref="StaleVersionException">It has another version by now.</exception>
    /// <exception cref="ConflictException">It is not open, being replayed, or its run is still at work.</exception>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    Task DiscardAsync(string id, int? expectedVersion, CancellationToken cancellationToken);

    /// <summary>The groups of open dead letters that can be replayed, of those that the query takes.</summary>
    Task<IReadOnlyList<ReplayGroup>> GroupsAsync(DeadLetterQuery query, CancellationToken cancellationToken);

    /// <summary>Claims those of a group for a run that is about to be created; of two that claim one, one gets it.</summary>
    /// <returns>How many it got.</returns>
    Task<long> ClaimAsync(string runId, DeadLetterQuery query, ReplayGroup group, CancellationToken cancellationToken);

    /// <summary>Gives back all that a run has claimed: it was not created after all, or is given up.</summary>
    Task ReleaseAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Claims again what a run had that failed, so that it can be tried again; nothing when another has changed or replayed some of it since.</summary>
    /// <returns>Whether the run has all of it.</returns>
    Task<bool> ReclaimAsync(string runId, CancellationToken cancellationToken);

    /// <summary>What a run claimed, or null when it claimed nothing.</summary>
    Task<Replay?> FindReplayAsync(string runId, CancellationToken cancellationToken);

    /// <summary>The claimed dead letters from a number on, in order, each with its number; those that the run no longer has are left out.</summary>
    Task<IReadOnlyList<(long Number, DeadLetter Letter)>> ReadClaimedAsync(string runId, long from, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Notes what destinations say they hold of a run that nobody goes on with: those segments are delivered, all others are not, but for those of which it
    /// stays uncertain. <see cref="SettleAsync"/> goes by it.
    /// </summary>
    Task SetDeliveredAsync(string runId, IReadOnlyCollection<SegmentId> delivered, IReadOnlyCollection<SegmentId> uncertain, CancellationToken cancellationToken);

    /// <summary>How many a run holds claimed.</summary>
    Task<long> CountClaimedAsync(string runId, CancellationToken cancellationToken);

    /// <summary>
    /// Settles what a run claimed that has ended; nothing when it was settled before. Of a run that failed or was cancelled, what was in a
    /// segment that may have been delivered stays claimed: only the same run, tried again, delivers it without doing so twice, unless the destinations can tell (<see cref="SetDeliveredAsync"/>).
    /// </summary>
    Task SettleAsync(string runId, CancellationToken cancellationToken);
}
