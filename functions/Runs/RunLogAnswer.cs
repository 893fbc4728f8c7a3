using System.Text.Json;
using DataAggregator.Core.Runs.Logs;

namespace DataAggregator.Functions.Runs;

/// <summary>A line of a run's log.</summary>
/// <param name="Sequence">Its place in the log, from 1.</param>
/// <param name="At">When it was written.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Step">The step that it is about.</param>
/// <param name="Partition">The partition that it is about.</param>
/// <param name="Event">A stable word for programs.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Template">The sentence with the names of its fields.</param>
/// <param name="Fields">The fields.</param>
public sealed record RunLogAnswer(
    long Sequence, DateTimeOffset At, RunLogLevel Level, string? Step, int? Partition, string Event, string Message, string Template, JsonElement Fields)
{
    /// <summary>The answer for a line.</summary>
    public static RunLogAnswer Of(RunLogLine line) => new(line.Sequence, line.At, line.Level, line.Step, line.Partition, line.Event, line.Message, line.Template, line.Fields);
}
