using DataAggregator.Core.Records;

namespace DataAggregator.Core.Runs;

/// <summary>A rejected record, kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RunId">The run that rejected it.</param>
/// <param name="Rejected">The record and the reasons.</param>
/// <param name="CreatedAt">When it was rejected.</param>
public sealed record DeadLetter(string Id, string RunId, RejectedRecord Rejected, DateTimeOffset CreatedAt);
