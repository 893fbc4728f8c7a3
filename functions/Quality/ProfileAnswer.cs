using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;

namespace DataAggregator.Functions.Quality;

/// <summary>The profile of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Records">The records that went to the destinations.</param>
/// <param name="SampledRecords">Those of them that were looked at closely: different and frequent values, patterns and histograms are of these.</param>
/// <param name="Fields">The fields.</param>
/// <param name="History">The last successful runs, newest first.</param>
public sealed record ProfileAnswer(
    string RunId, DateTimeOffset CreatedAt, long Records, long SampledRecords, IReadOnlyList<FieldProfile> Fields, IReadOnlyList<ProfileHistory> History)
{
    /// <summary>The answer for a run.</summary>
    public static ProfileAnswer Of(RunQuality quality, IEnumerable<RunQuality> history, bool withValues) => new(
        quality.RunId,
        quality.CreatedAt,
        quality.Profile.Records,
        quality.Profile.SampledRecords,
        withValues ? quality.Profile.Fields : [.. quality.Profile.Fields.Select(field => field.WithoutValues())],
        [.. history.Select(ProfileHistory.Of)]);
}
