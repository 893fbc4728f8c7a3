using DataAggregator.Orchestrations.Runs.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Moves one partition, segment by segment. Staged, the next segment is extracted while the one before is loaded, so at most two are in
/// flight; otherwise a segment is read, transformed and written by one activity.
/// </summary>
public static class PartitionOrchestrator
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "PartitionRun";

    private const int SegmentsAHistory = 100;

    /// <summary>Moves the partition to its end, failure or cancellation.</summary>
    [Function(Name)]
    public static async Task<Outcome<bool>> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<PartitionInput>() ?? throw new InvalidOperationException("A partition needs its run and number as input.");
        try
        {
            var end = input.NextSegment + SegmentsAHistory;
            var more = input.Staged
                ? await StageAsync(context, input, end)
                : await MoveAsync(context, input, end);
            if (more)
                context.ContinueAsNew(input with { NextSegment = end });
            return new(true);
        }
        catch (RunStoppedException stopped)
        {
            return new(false, stopped.Failure, stopped.Failure is null);
        }
    }

    private static async Task<bool> MoveAsync(TaskOrchestrationContext context, PartitionInput input, int end)
    {
        for (var segment = input.NextSegment; segment < end; segment++)
        {
            if (!await CallAsync(context, nameof(MoveSegment), input, segment))
                return false;
        }

        return true;
    }

    private static async Task<bool> StageAsync(TaskOrchestrationContext context, PartitionInput input, int end)
    {
        var load = Task.FromResult(true);
        var more = true;
        try
        {
            for (var segment = input.NextSegment; more && segment < end; segment++)
            {
                more = await CallAsync(context, nameof(ExtractSegment), input, segment);
                await load;
                load = CallAsync(context, nameof(LoadSegment), input, segment);
            }
        }
        finally
        {
            await load;
        }

        return more;
    }

    private static Task<bool> CallAsync(TaskOrchestrationContext context, string activity, PartitionInput input, int segment) =>
        context.CallAsync<bool>(activity, new SegmentInput(input.RunId, input.Partition, segment), input.RunId, input.Retry);
}
