using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Core.Runs;

/// <summary>
/// The run ledger: the truth about runs, which orchestrations only drive. A terminal status absorbs every later change. While a run is not
/// finished, its totals and books, wherever a run is returned, are the sums over the segments saved so far, unless a member says otherwise. One
/// conformance suite holds for every implementation.
/// </summary>
public interface IRunStore
{
    /// <summary>Adds a run unless one with its <see cref="Run.Key"/> exists.</summary>
    /// <returns>The run that has the key now, and whether it is the new one.</returns>
    Task<(Run Run, bool Created)> CreateAsync(Run run, CancellationToken cancellationToken);

    /// <summary>The run, or null.</summary>
    Task<Run?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The run, or null, without what an unfinished one has moved so far: for work on the run, which does not ask.</summary>
    Task<Run?> FindHeadAsync(string id, CancellationToken cancellationToken);

    /// <summary>A page of runs, newest first.</summary>
    Task<Page<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>The newest run of each of these pipelines.</summary>
    Task<IReadOnlyDictionary<string, Run>> LatestAsync(IReadOnlyCollection<string> pipelineIds, CancellationToken cancellationToken);

    /// <summary>Runs whose status is not terminal, oldest first, without what they have moved so far.</summary>
    Task<IReadOnlyList<Run>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the plan unless there is one.</summary>
    /// <returns>The plan that is kept: the first one.</returns>
    /// <exception cref="RunSupersededException">Another epoch has the run.</exception>
    /// <exception cref="StreamInUseException">The plan moves the state of a stream, and another run is about to do so or has since the plan was made; of ledgers that several hosts share.</exception>
    Task<RunPlan> SavePlanAsync(string id, RunPlan plan, int epoch, CancellationToken cancellationToken);

    /// <summary>The plan, or null.</summary>
    Task<RunPlan?> FindPlanAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Saves a segment's state and its dead letters in one transaction, in place of those saved for it before, and tells whoever listens
    /// (<see cref="WatchAsync"/>). What is delivered stays as it is.
    /// </summary>
    /// <param name="state">The segment's state.</param>
    /// <param name="rejected">The records that the segment lost, in order; null leaves those saved before.</param>
    /// <param name="epoch">The epoch that writes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RunSupersededException">Another epoch has the run.</exception>
    Task SaveSegmentAsync(SegmentState state, IReadOnlyList<RejectedRecord>? rejected, int epoch, CancellationToken cancellationToken);

    /// <summary>Notes that every destination has acknowledged the segment: no later attempt or epoch does it again.</summary>
    Task AcknowledgeAsync(SegmentId id, CancellationToken cancellationToken);

    /// <summary>The first segment that is not delivered, from one on and up to a partition; null when all are.</summary>
    Task<SegmentId?> FirstUndeliveredAsync(SegmentId from, int endPartition, CancellationToken cancellationToken);

    /// <summary>The state of a segment, or null.</summary>
    Task<SegmentState?> FindSegmentAsync(SegmentId id, CancellationToken cancellationToken);

    /// <summary>Forgets the segments, and their dead letters, of the partitions from <paramref name="first"/> up to <paramref name="end"/>: they were made in vain.</summary>
    /// <exception cref="RunSupersededException">Another epoch has the run.</exception>
    Task ForgetSegmentsAsync(string id, int first, int end, int epoch, CancellationToken cancellationToken);

    /// <summary>The totals and the books so far, added up over all segments; step order is kept.</summary>
    Task<(RunTotals Totals, IReadOnlyList<StepCounts> Steps)> SumSegmentsAsync(string id, CancellationToken cancellationToken);

    /// <summary>What became of the values of the source's fields, added up over all segments, by field name; fields whose values were all as the source had them are left out.</summary>
    Task<IReadOnlyList<FieldCounts>> SumFieldsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Ends the run: status, totals, books and end time in one step.</summary>
    /// <returns>False when it was terminal already, or another epoch has it; then nothing changed.</returns>
    Task<bool> FinishAsync(string id, RunResult result, int epoch, CancellationToken cancellationToken);

    /// <summary>The run's dead letters in source order.</summary>
    Task<Page<DeadLetter>> ListRejectedAsync(string id, PageRequest request, CancellationToken cancellationToken);

    /// <summary>Yields whenever the run changed (coalesced), at once for the first time; ends when it is terminal.</summary>
    IAsyncEnumerable<Run> WatchAsync(string id, CancellationToken cancellationToken);
}
