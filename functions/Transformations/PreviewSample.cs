using System.Text.Json;

namespace DataAggregator.Functions.Transformations;

/// <summary>What one step did to the first records that it saw.</summary>
/// <param name="Step">The step, as errors of records call it.</param>
/// <param name="Name">Its name in the books.</param>
/// <param name="Before">Records that went in.</param>
/// <param name="After">Records that came out.</param>
/// <param name="Rejected">Records that it rejected, as they were sent.</param>
public sealed record PreviewSample(string Step, string Name, IReadOnlyList<JsonElement> Before, IReadOnlyList<JsonElement> After, IReadOnlyList<PreviewRejected> Rejected);
