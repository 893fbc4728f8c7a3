using DataAggregator.Core.Connectors;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Runs;

namespace DataAggregator.Orchestrations.Quality;

/// <summary>Gathers the profile of a run while its segments are delivered, and judges its expectations before the delivery becomes final.</summary>
/// <param name="profiles">Where profiles are kept.</param>
/// <param name="segments">Where the keys are kept that have to be unique.</param>
public sealed class QualityGate(IProfileStore profiles, ISegmentStore segments)
{
    /// <summary>Watches the records of a segment on their way to the destinations.</summary>
    internal SegmentWatch Watch(PreparedRun run, SegmentId id) => new(run.Definition, id, profiles, segments);

    /// <summary>Profiles the run as a whole and judges its expectations. Called again, it comes to the same.</summary>
    internal async Task<QualityVerdict> JudgeAsync(PreparedRun prepared, CancellationToken cancellationToken)
    {
        var (run, definition) = (prepared.Run, prepared.Definition);
        if (definition.Profile == ProfileMode.Off)
            return QualityVerdict.Met;
        var (profile, checks, ids) = await MergeAsync(run.Id, definition.Profile, cancellationToken);
        var results = await JudgeAsync(run, definition.Validation.Expectations, profile, checks, ids, cancellationToken);
        await profiles.SaveRunAsync(new RunQuality(run.Id, run.PipelineId, run.CreatedAt, profile, results), cancellationToken);
        FaultPoint.Reach("quality_saved");
        var broken = results.Where(result => !result.Passed && result.Severity == ExpectationSeverity.Error).ToList();
        if (broken.Count == 0)
            return new QualityVerdict(null, results.Any(result => !result.Passed));
        var found = string.Join(" ", broken.Select(result => $"{result.Name}: expected {result.Expected}, found {result.Actual}."));
        return new QualityVerdict(new RunFailure(ErrorClass.Data, "expectation_failed", found, "validation", null), true);
    }

    /// <summary>Forgets what was gathered of the segments of a run that is over.</summary>
    internal Task ForgetAsync(string runId, CancellationToken cancellationToken) => profiles.DeleteSegmentsAsync(runId, cancellationToken);

    private async Task<(RecordProfile Profile, IReadOnlyList<CheckCount> Checks, IReadOnlyList<SegmentId> Ids)> MergeAsync(
        string runId, ProfileMode mode, CancellationToken cancellationToken)
    {
        var whole = new RecordProfiler(mode);
        var (checks, ids) = (new List<CheckCount>(), new List<SegmentId>());
        while (await profiles.ListSegmentsAsync(runId, ids.LastOrDefault(), cancellationToken) is { Count: > 0 } parts)
        {
            foreach (var part in parts)
            {
                whole.Merge(part.Profile);
                checks.AddRange(part.Checks);
                ids.Add(part.Id);
            }
        }

        return (whole.ToProfile(), checks, ids);
    }

    private async Task<IReadOnlyList<ExpectationResult>> JudgeAsync(
        Run run, IReadOnlyList<Expectation> expectations, RecordProfile profile, IReadOnlyList<CheckCount> checks, IReadOnlyList<SegmentId> ids, CancellationToken cancellationToken)
    {
        if (expectations.Count == 0)
            return [];
        var keys = new UniqueKeys(segments, ids, profile.Records);
        var duplicates = new Dictionary<int, long?>();
        for (var number = 0; number < expectations.Count; number++)
        {
            if (expectations[number].Type == ExpectationType.Unique)
                duplicates[number] = await keys.CountDuplicatesAsync(number, cancellationToken);
        }

        var runsToCompare = expectations.Where(expectation => expectation.Type == ExpectationType.DistributionChange).Select(expectation => expectation.Runs).DefaultIfEmpty().Max();
        // Runs that end while this one is judged do not count: a repeated judgement has to come to the same.
        var earlier = runsToCompare == 0 ? [] : await profiles.ListRunsAsync(run.PipelineId, run.StartedAt ?? run.CreatedAt, runsToCompare, cancellationToken);
        return new ExpectationJudge(profile, checks, duplicates, [.. earlier.Select(quality => quality.Profile)], run.LogicalTime).Judge(expectations);
    }
}
