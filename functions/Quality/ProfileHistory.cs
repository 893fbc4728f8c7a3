using DataAggregator.Core.Quality;

namespace DataAggregator.Functions.Quality;

/// <summary>The fields of an earlier run, in short.</summary>
/// <param name="RunId">The run.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Records">The records that went to the destinations.</param>
/// <param name="Fields">The fields.</param>
public sealed record ProfileHistory(string RunId, DateTimeOffset CreatedAt, long Records, IReadOnlyList<FieldHistory> Fields)
{
    /// <summary>A run in short.</summary>
    public static ProfileHistory Of(RunQuality quality) => new(
        quality.RunId,
        quality.CreatedAt,
        quality.Profile.Records,
        [.. quality.Profile.Fields.Select(field => new FieldHistory(field.Name, field.Type, field.NullRatio, field.Distinct, field.Mean))]);
}
