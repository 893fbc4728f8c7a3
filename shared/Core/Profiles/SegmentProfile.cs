using DataAggregator.Core.Quality;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>What was gathered of a segment's records.</summary>
/// <param name="Id">The segment.</param>
/// <param name="Profile">Its profile, as <see cref="RecordProfiler.ToBytes"/> gives it.</param>
/// <param name="Checks">What its records came to for the expectations that look at each of them.</param>
public sealed record SegmentProfile(SegmentId Id, byte[] Profile, IReadOnlyList<CheckCount> Checks);
