using System.Globalization;
using DataAggregator.Orchestrations.Runs.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Moves one partition, or successive ones, segment by segment, as its <see cref="PartitionMode"/> says. Staged, the next segment is extracted
/// while the one before is loaded, so at most two are in flight.
/// </summary>
public static class PartitionOrchestrator
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "PartitionRun";

    private const int CallsAHistory = 100;

    /// <summary>The id of the instance that begins with a partition.</summary>
    internal static string InstanceOf(RunGeneration generation, int partition) => string.Create(CultureInfo.InvariantCulture, $"{generation.InstanceId}:{partition}");

    /// <summary>Moves to the end, or until the run is to stop.</summary>
    [Function(Name)]
    public static async Task<Outcome<bool>> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<PartitionInput>() ?? throw new InvalidOperationException("A partition needs its run and number as input.");
        try
        {
            var next = input.Mode switch
            {
                PartitionMode.Stage => await StageAsync(context, input),
                PartitionMode.Extract => await ExtractAsync(context, input),
                PartitionMode.Load => await LoadAsync(context, input),
                _ => await MoveAsync(context, input),
            };
            if (next.Partition < input.EndPartition)
                context.ContinueAsNew(input with { Partition = next.Partition, NextSegment = next.Segment });
            return new(true);
        }
        catch (RunStoppedException stopped)
        {
            return new(false, stopped.Failure, stopped.Order);
        }
    }

    private static async Task<SegmentPlace> MoveAsync(TaskOrchestrationContext context, PartitionInput input)
    {
        var next = new SegmentPlace(input.Partition, input.NextSegment);
        for (var calls = 0; calls < CallsAHistory && next.Partition < input.EndPartition; calls++)
            next = await context.CallAsync<SegmentPlace>(nameof(MoveSegments), new MoveInput(input.Generation, next, input.EndPartition), input.Generation, input.Retry);
        return next;
    }

    private static async Task<SegmentPlace> StageAsync(TaskOrchestrationContext context, PartitionInput input)
    {
        var next = new SegmentPlace(input.Partition, input.NextSegment);
        var load = Task.FromResult(true);
        for (var calls = 0; calls + context.LimitWaits() < CallsAHistory && next.Partition == input.Partition; calls++)
        {
            var extraction = CallAsync<ExtractedSegment>(context, nameof(ExtractSegment), input, next.Segment);
            await AwaitAllAsync(context, [extraction, load]);
            var extracted = await extraction;
            if (extracted.Segment is { } segment)
                load = CallAsync<bool>(context, nameof(LoadSegment), input, segment, isInFlight: true);
            next = next.After(extracted);
        }

        await load;
        return next;
    }

    private static async Task<SegmentPlace> ExtractAsync(TaskOrchestrationContext context, PartitionInput input)
    {
        var next = new SegmentPlace(input.Partition, input.NextSegment);
        for (var calls = 0; calls + context.LimitWaits() < CallsAHistory && next.Partition == input.Partition; calls++)
            next = next.After(await CallAsync<ExtractedSegment>(context, nameof(ExtractSegment), input, next.Segment));
        return next;
    }

    private static async Task<SegmentPlace> LoadAsync(TaskOrchestrationContext context, PartitionInput input)
    {
        var end = Math.Min(input.Segments, input.NextSegment + CallsAHistory);
        var atWork = new List<Task>();
        RunStoppedException? stopped = null;
        for (var segment = input.NextSegment; segment < end && stopped is null; segment++)
        {
            atWork.Add(CallAsync<bool>(context, nameof(LoadSegment), input, segment));
            if (atWork.Count >= input.Writers)
                stopped = await TakeOneAsync(context, atWork);
        }

        await AwaitAllAsync(context, atWork, stopped);
        return end < input.Segments ? new SegmentPlace(input.Partition, end) : new SegmentPlace(input.EndPartition, 0);
    }

    /// <summary>Waits for all, whatever happens to one of them: nothing may still write when a failed run is cleaned up.</summary>
    private static async Task AwaitAllAsync(TaskOrchestrationContext context, List<Task> atWork, RunStoppedException? stopped = null)
    {
        while (atWork.Count > 0)
        {
            var next = await TakeOneAsync(context, atWork);
            // The first says why, unless it was told to stop and another failed.
            if (stopped is null || (stopped.Failure is null && next?.Failure is not null))
                stopped = next;
        }

        if (stopped is not null)
            throw stopped;
    }

    /// <summary>Waits for the first that is done. If it stopped, those that wait to try again do, too.</summary>
    private static async Task<RunStoppedException?> TakeOneAsync(TaskOrchestrationContext context, List<Task> atWork)
    {
        var done = await Task.WhenAny(atWork);
        atWork.Remove(done);
        try
        {
            await done;
            return null;
        }
        catch (RunStoppedException stopped)
        {
            context.StopWaiting();
            return stopped;
        }
    }

    private static Task<T> CallAsync<T>(TaskOrchestrationContext context, string activity, PartitionInput input, int segment, bool isInFlight = false) =>
        context.CallAsync<T>(activity, new SegmentInput(input.Generation, input.Partition, segment, isInFlight), input.Generation, input.Retry);
}
