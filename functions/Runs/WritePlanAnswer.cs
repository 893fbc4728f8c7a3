using System.Text.Json;

namespace DataAggregator.Functions.Runs;

/// <summary>What a dry run would have written.</summary>
/// <param name="Destinations">Each destination.</param>
/// <param name="Samples">The first records as they would be written.</param>
/// <param name="RecordsRejected">Records that would go to the dead letters.</param>
/// <param name="Rejected">The first of those, with the reasons.</param>
/// <param name="Parameters">The values that the run was given, by name: a run with the same writes what is shown here. Those that stand in secrets are masked.</param>
public sealed record WritePlanAnswer(
    IReadOnlyList<DestinationPlanAnswer> Destinations,
    IReadOnlyList<JsonElement> Samples,
    long RecordsRejected,
    IReadOnlyList<RejectedAnswer> Rejected,
    IReadOnlyDictionary<string, string> Parameters);
