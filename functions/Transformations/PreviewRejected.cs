using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Functions.Transformations;

/// <summary>A record that a preview rejected.</summary>
/// <param name="Record">The record as it was sent.</param>
/// <param name="Errors">Why it was rejected.</param>
public sealed record PreviewRejected(JsonElement Record, IReadOnlyList<RecordError> Errors)
{
    /// <summary>The answer for a record.</summary>
    internal static PreviewRejected Of(RejectedRecord rejected) => new(RecordJson.Parse(rejected.Record), rejected.Errors);
}
