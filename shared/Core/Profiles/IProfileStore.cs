using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>Profiles of runs: of their segments while they are at work, then of the whole, with what their expectations came to. One conformance suite holds for every implementation.</summary>
public interface IProfileStore
{
    /// <summary>Saves what was gathered of a segment, in place of what was saved for it before.</summary>
    Task SaveSegmentAsync(SegmentProfile segment, CancellationToken cancellationToken);

    /// <summary>Some of the run's segments after one, in the order of partition and ordinal; none after the last.</summary>
    Task<IReadOnlyList<SegmentProfile>> ListSegmentsAsync(string runId, SegmentId? after, CancellationToken cancellationToken);

    /// <summary>Forgets the run's segments, once their sum is saved.</summary>
    Task DeleteSegmentsAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Saves the quality of a run, in place of what was saved before.</summary>
    Task SaveRunAsync(RunQuality quality, CancellationToken cancellationToken);

    /// <summary>The quality of a run, or null.</summary>
    Task<RunQuality?> FindRunAsync(string runId, CancellationToken cancellationToken);

    /// <summary>The newest runs of a pipeline that succeeded, with warnings or not, dry runs left out; newest first.</summary>
    /// <param name="pipelineId">The pipeline.</param>
    /// <param name="endedBefore">Only those that had ended by then; null for all.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<RunQuality>> ListRunsAsync(string pipelineId, DateTimeOffset? endedBefore, int limit, CancellationToken cancellationToken);
}
