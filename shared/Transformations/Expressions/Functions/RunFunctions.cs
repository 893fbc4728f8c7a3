using System.Text;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>What belongs to the run: the same whenever it is repeated.</summary>
internal static class RunFunctions
{
    public static Function[] All { get; } =
    [
        Function.Of(Library.Run, "The run's logical time: the scheduled instant, else its start; one value a run, whole seconds.", "run_time()", "\"2025-01-16T08:00:00Z\"",
            ("run_time() -> timestamp", static call => call.Return(call.Context.LogicalTime.ToUnixTimeSeconds() * 1_000_000))),
        Function.Of(Library.Run, "The date of the run's logical time, in UTC.", "run_date()", "\"2025-01-16\"",
            ("run_date() -> date", static call => call.Return((long)Math.Floor(call.Context.LogicalTime.ToUnixTimeSeconds() / 86_400.0)))),
        Function.Of(Library.Run, "The run's id.", "run_id()", "\"run-1\"",
            ("run_id() -> string", static call => call.Return(Encoding.UTF8.GetBytes(call.Context.RunId)))),
        Function.Of(Library.Run, "The pipeline's id.", "pipeline_id()", "\"pipeline-1\"",
            ("pipeline_id() -> string", static call => call.Return(Encoding.UTF8.GetBytes(call.Context.PipelineId)))),
    ];
}
