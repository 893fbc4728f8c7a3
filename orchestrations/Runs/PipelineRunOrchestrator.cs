using DataAggregator.Orchestrations.Runs.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using RetryPolicy = DataAggregator.Core.Pipelines.RetryPolicy;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// What a pipeline run is: plan, then every partition as soon as a writer is free, then the steps that need the whole run, then finish. It decides and counts; records, configs
/// and secrets stay out of its history, which is cut by continue-as-new before it grows past a thousand events.
/// </summary>
public static class PipelineRunOrchestrator
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "PipelineRun";

    private const int PartitionsAHistory = 200;

    // The result has to get into the ledger: a quarter of an hour without the store is waited for.
    private static readonly RetryPolicy UntilTold = new() { MaxRetries = 20, MaxDelaySeconds = 60 };

    /// <summary>Runs the pipeline to its end; the run ledger has the result.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RunInput>() ?? throw new InvalidOperationException("A pipeline run needs its run id as input.");
        RunStoppedException? stopped = null;
        try
        {
            var plan = input.Plan ?? await context.CallAsync<PlanOutline>(nameof(PlanRun), input.RunId, input.RunId, new RetryPolicy());
            if (plan.Mode is { } mode)
            {
                var end = Math.Min(plan.Partitions, input.NextPartition + PartitionsAHistory);
                await MovePartitionsAsync(context, input.RunId, plan, mode, input.NextPartition, end);
                if (end < plan.Partitions)
                {
                    context.ContinueAsNew(new RunInput(input.RunId, plan, end));
                    return;
                }
            }

            if (plan.Gathers)
                await GatherAsync(context, input.RunId, plan);
            await context.CallAsync<bool>(nameof(FinishRun), new FinishInput(input.RunId, null, false), input.RunId, plan.Retry);
        }
        catch (RunStoppedException e)
        {
            stopped = e;
        }

        if (stopped is not null)
            await context.CallAsync<bool>(nameof(FinishRun), new FinishInput(input.RunId, stopped.Failure, stopped.Failure is null), input.RunId, UntilTold);
    }

    private static async Task GatherAsync(TaskOrchestrationContext context, string runId, PlanOutline plan)
    {
        var segments = await context.CallAsync<int>(nameof(GatherRun), runId, runId, plan.Retry);
        var load = new PartitionInput(runId, RunPartitions.Gathered, RunPartitions.Gathered + 1, PartitionMode.Load, plan.Retry, Segments: segments, Writers: plan.Writers);
        if (await TakeOneAsync([Start(context, load)]) is { } stopped)
            throw stopped;
    }

    private static Task<Outcome<bool>> Start(TaskOrchestrationContext context, PartitionInput input) =>
        context.CallSubOrchestratorAsync<Outcome<bool>>(PartitionOrchestrator.Name, input, new SubOrchestrationOptions { InstanceId = $"{input.RunId}:{input.Partition}" });

    private static async Task MovePartitionsAsync(TaskOrchestrationContext context, string runId, PlanOutline plan, PartitionMode mode, int first, int end)
    {
        var atWork = new List<Task<Outcome<bool>>>();
        RunStoppedException? stopped = null;
        // A single writer takes partitions one after the other, and reads ahead by itself.
        var together = plan.Staged || plan.Writers > 1 ? 1 : end - first;
        for (var partition = first; partition < end && stopped is null; partition += together)
        {
            atWork.Add(Start(context, new PartitionInput(runId, partition, partition + together, mode, plan.Retry)));
            if (atWork.Count == plan.Writers)
                stopped = await TakeOneAsync(atWork);
        }

        // Nothing may still write when a failed run is cleaned up: wait for all, whatever happened.
        while (atWork.Count > 0)
            stopped = await TakeOneAsync(atWork) ?? stopped;
        if (stopped is not null)
            throw stopped;
    }

    private static async Task<RunStoppedException?> TakeOneAsync(List<Task<Outcome<bool>>> atWork)
    {
        var done = await Task.WhenAny(atWork);
        atWork.Remove(done);
        try
        {
            var outcome = await done;
            return outcome.Failure is not null || outcome.Cancelled ? new RunStoppedException(outcome.Failure) : null;
        }
        catch (TaskFailedException unexpected)
        {
            // A value like any other failure, so that the partitions that are still at work are waited for.
            return new RunStoppedException(DurableCalls.Unexpected(PartitionOrchestrator.Name, unexpected));
        }
    }
}
