using DataAggregator.Orchestrations.Runs.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Moves one partition, or successive ones, segment by segment. Staged, the next segment of the one partition is extracted while the one
/// before is loaded, so at most two are in flight; otherwise segments are read, transformed and written by one activity.
/// </summary>
public static class PartitionOrchestrator
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "PartitionRun";

    private const int CallsAHistory = 100;

    /// <summary>Moves to the end, failure or cancellation.</summary>
    [Function(Name)]
    public static async Task<Outcome<bool>> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<PartitionInput>() ?? throw new InvalidOperationException("A partition needs its run and number as input.");
        try
        {
            var next = input.Staged ? await StageAsync(context, input) : await MoveAsync(context, input);
            if (next.Partition < input.EndPartition)
                context.ContinueAsNew(input with { Partition = next.Partition, NextSegment = next.Segment });
            return new(true);
        }
        catch (RunStoppedException stopped)
        {
            return new(false, stopped.Failure, stopped.Failure is null);
        }
    }

    private static async Task<SegmentPlace> MoveAsync(TaskOrchestrationContext context, PartitionInput input)
    {
        var next = new SegmentPlace(input.Partition, input.NextSegment);
        for (var calls = 0; calls < CallsAHistory && next.Partition < input.EndPartition; calls++)
            next = await context.CallAsync<SegmentPlace>(nameof(MoveSegments), new MoveInput(input.RunId, next, input.EndPartition), input.RunId, input.Retry);
        return next;
    }

    private static async Task<SegmentPlace> StageAsync(TaskOrchestrationContext context, PartitionInput input)
    {
        var next = new SegmentPlace(input.Partition, input.NextSegment);
        var load = Task.FromResult(true);
        try
        {
            for (var calls = 0; calls < CallsAHistory && next.Partition == input.Partition; calls++)
            {
                var segment = next.Segment;
                next = next.After(await CallAsync(context, nameof(ExtractSegment), input, segment));
                await load;
                load = CallAsync(context, nameof(LoadSegment), input, segment);
            }
        }
        finally
        {
            await load;
        }

        return next;
    }

    private static Task<bool> CallAsync(TaskOrchestrationContext context, string activity, PartitionInput input, int segment) =>
        context.CallAsync<bool>(activity, new SegmentInput(input.RunId, input.Partition, segment), input.RunId, input.Retry);
}
