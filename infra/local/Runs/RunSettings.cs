using DataAggregator.Core.Runs;

namespace DataAggregator.Local.Runs;

/// <summary>What the command line of <c>run FILE</c> asks for.</summary>
/// <param name="File">The pipeline file.</param>
/// <param name="Values">The values of <c>--set</c>.</param>
/// <param name="DryRun">Reads and transforms, writes nothing.</param>
/// <param name="Reading">What is read of an incremental source, where it is not simply what is new; null for that.</param>
/// <param name="Retry">Goes on with the run that failed last, from where it stopped.</param>
/// <param name="Json">Prints one JSON object instead of the summary.</param>
/// <param name="RejectedFile">Gets the rejected records as NDJSON, or null.</param>
/// <param name="DataDirectory">Where history and cursor state are kept.</param>
internal sealed record RunSettings(
    string File, IReadOnlyDictionary<string, string> Values, bool DryRun, RunReading? Reading, bool Retry, bool Json, string? RejectedFile, string DataDirectory);
