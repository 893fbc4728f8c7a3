using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Functions.Runs;

namespace DataAggregator.Functions.Transformations;

/// <summary>What steps make of records.</summary>
/// <param name="Records">The records that come out.</param>
/// <param name="Rejected">The records that do not, with the reasons.</param>
/// <param name="InputSchema">The schema found in the records.</param>
/// <param name="OutputSchema">The schema that comes out.</param>
/// <param name="Stats">The counts.</param>
/// <param name="Steps">The books of every step.</param>
/// <param name="Samples">What every step did to some records, where the options ask for that.</param>
public sealed record PreviewAnswer(
    IReadOnlyList<JsonElement> Records,
    IReadOnlyList<PreviewRejected> Rejected,
    Schema InputSchema,
    Schema OutputSchema,
    PreviewStats Stats,
    IReadOnlyList<StepAnswer> Steps,
    IReadOnlyList<PreviewSample>? Samples);
