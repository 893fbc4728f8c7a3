using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Functions.Runs;

/// <summary>A rejected record as the API shows it.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Record">The record as it was read.</param>
/// <param name="Errors">Why it was rejected.</param>
/// <param name="CreatedAt">When it was rejected.</param>
public sealed record RejectedAnswer(string Id, JsonElement Record, IReadOnlyList<RecordError> Errors, DateTimeOffset CreatedAt)
{
    /// <summary>The answer for a dead letter.</summary>
    public static RejectedAnswer Of(DeadLetter letter) =>
        new(letter.Id, RecordJson.Parse(letter.Rejected.Record), letter.Rejected.Errors, letter.CreatedAt);
}
