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
        try
        {
            for (var calls = 0; calls < CallsAHistory && next.Partition == input.Partition; calls++)
            {
                var extracted = await CallAsync<ExtractedSegment>(context, nameof(ExtractSegment), input, next.Segment);
                await load;
                if (extracted.Segment is { } segment)
                    load = CallAsync<bool>(context, nameof(LoadSegment), input, segment, isInFlight: true);
                next = next.After(extracted);
            }
        }
        catch (RunStoppedException)
        {
            context.WakeWaiting();
            throw;
        }
        finally
        {
            await load;
        }

        return next;
    }

    private static async Task<SegmentPlace> ExtractAsync(TaskOrchestrationContext context, PartitionInput input)
    {
        var next = new SegmentPlace(input.Partition, input.NextSegment);
        for (var calls = 0; calls < CallsAHistory && next.Partition == input.Partition; calls++)
            next = next.After(await CallAsync<ExtractedSegment>(context, nameof(ExtractSegment), input, next.Segment));
        return next;
    }

    private static async Task<SegmentPlace> LoadAsync(TaskOrchestrationContext context, PartitionInput input)
    {
        var end = Math.Min(input.Segments, input.NextSegment + CallsAHistory);
        var atWork = new List<Task<bool>>();
        try
        {
            for (var segment = input.NextSegment; segment < end; segment++)
            {
                atWork.Add(CallAsync<bool>(context, nameof(LoadSegment), input, segment));
                if (atWork.Count < input.Writers)
                    continue;
                var done = await Task.WhenAny(atWork);
                atWork.Remove(done);
                await done;
            }
        }
        catch (RunStoppedException stopped)
        {
            if (stopped.Failure is not null && context.IsWaiting())
                await context.TellAsync(nameof(HaltRun), input.Generation);
            context.WakeWaiting();
            throw;
        }
        finally
        {
            // Nothing may still write when a failed run is cleaned up.
            await Task.WhenAll(atWork);
        }

        return end < input.Segments ? new SegmentPlace(input.Partition, end) : new SegmentPlace(input.EndPartition, 0);
    }

    private static Task<T> CallAsync<T>(TaskOrchestrationContext context, string activity, PartitionInput input, int segment, bool isInFlight = false) =>
        context.CallAsync<T>(activity, new SegmentInput(input.Generation, input.Partition, segment, isInFlight), input.Generation, input.Retry);
}
