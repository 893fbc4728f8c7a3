using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Runs.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using RetryPolicy = DataAggregator.Core.Pipelines.RetryPolicy;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// What a pipeline run is: plan, then every partition as soon as a writer is free, then the steps that need the whole run, then finish. It decides and counts; records, configs
/// and secrets stay out of its history, which is cut by continue-as-new before it grows past a thousand events. It begins anew for each generation of
/// the run: what the ledger knows to be delivered is passed over.
/// </summary>
public static class PipelineRunOrchestrator
{
    /// <summary>The orchestration's name.</summary>
    public const string Name = "PipelineRun";

    private const int PartitionsAHistory = 200;

    /// <summary>Runs the pipeline to its end, or until it is held; the run ledger has the result.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RunInput>() ?? throw new InvalidOperationException("A pipeline run needs its run id as input.");
        try
        {
            if (await WorkAsync(context, input) is { } rest)
                context.ContinueAsNew(rest);
        }
        catch (RunStoppedException stopped)
        {
            if (await EndAsync(context, input.Generation, stopped) is { } again)
                context.ContinueAsNew(again);
        }
    }

    /// <summary>Works on the run; what is left for a history of its own, or null when the run is done.</summary>
    private static async Task<RunInput?> WorkAsync(TaskOrchestrationContext context, RunInput input)
    {
        var generation = input.Generation;
        var plan = input.Plan ?? await context.CallAsync<PlanOutline>(nameof(PlanRun), generation, generation, new RetryPolicy());
        if (plan.Mode is { } mode)
        {
            var end = Math.Min(plan.Partitions, input.NextPartition + PartitionsAHistory);
            await MovePartitionsAsync(context, generation, plan, mode, input.NextPartition, end);
            if (end < plan.Partitions)
                return new RunInput(generation, plan, end);
        }

        if (plan.Gathers)
            await GatherAsync(context, generation, plan);
        await context.CallAsync<bool>(nameof(FinishRun), new FinishInput(generation, null, false), generation, plan.Retry);
        return null;
    }

    /// <summary>Ends a generation that cannot go on; what to begin anew with when the reason is gone meanwhile.</summary>
    private static async Task<RunInput?> EndAsync(TaskOrchestrationContext context, RunGeneration generation, RunStoppedException stopped)
    {
        try
        {
            if (stopped.Order == RunOrder.Pause)
                return await context.CallAsync<bool>(nameof(HoldRun), generation, generation, DurableCalls.UntilBack, isEnding: true) ? null : new RunInput(generation);
            if (stopped.Order != RunOrder.Superseded)
                await context.CallAsync<bool>(nameof(FinishRun), new FinishInput(generation, stopped.Failure, stopped.Order == RunOrder.Cancel), generation, DurableCalls.UntilBack, isEnding: true);
        }
        catch (RunStoppedException superseded) when (superseded.Order == RunOrder.Superseded)
        {
            // Another generation has the run and ends it.
        }

        return null;
    }

    private static async Task GatherAsync(TaskOrchestrationContext context, RunGeneration generation, PlanOutline plan)
    {
        var gathered = await context.CallAsync<GatheredOutline>(nameof(GatherRun), generation, generation, plan.Retry);
        var load = new PartitionInput(generation, gathered.Partition, gathered.Partition + 1, PartitionMode.Load, plan.Retry, Segments: gathered.Segments, Writers: plan.Writers);
        if (await StoppedAsync(Start(context, load)) is { } stopped)
            throw stopped;
    }

    private static Task<Outcome<bool>> Start(TaskOrchestrationContext context, PartitionInput input) => context.CallSubOrchestratorAsync<Outcome<bool>>(
        PartitionOrchestrator.Name, input, new SubOrchestrationOptions { InstanceId = PartitionOrchestrator.InstanceOf(input.Generation, input.Partition) });

    private static async Task MovePartitionsAsync(TaskOrchestrationContext context, RunGeneration generation, PlanOutline plan, PartitionMode mode, int first, int end)
    {
        var atWork = new Dictionary<Task<Outcome<bool>>, int>();
        RunStoppedException? stopped = null;
        // A single writer takes partitions one after the other, and reads ahead by itself.
        var together = plan.Staged || plan.Writers > 1 ? 1 : end - first;
        for (var partition = first; partition < end && stopped is null; partition += together)
        {
            atWork.Add(Start(context, new PartitionInput(generation, partition, partition + together, mode, plan.Retry)), partition);
            if (atWork.Count == plan.Writers)
                stopped = await TakeOneAsync(atWork);
        }

        // Nothing may still write when a failed run is cleaned up: wait for all, whatever happened.
        var isHalted = false;
        while (atWork.Count > 0)
        {
            if (stopped?.Failure is not null && !isHalted)
            {
                isHalted = true;
                await HaltAsync(context, generation, atWork.Values);
            }

            var next = await TakeOneAsync(atWork);
            // A failure says more than that a part was told to stop, which may be its consequence.
            stopped = stopped?.Failure is null ? next ?? stopped : stopped;
        }

        if (stopped is not null)
            throw stopped;
    }

    /// <summary>Has the other partitions stop soon, those too that wait to try again.</summary>
    private static async Task HaltAsync(TaskOrchestrationContext context, RunGeneration generation, IEnumerable<int> partitions)
    {
        await context.TellAsync(nameof(HaltRun), generation);
        foreach (var partition in partitions.Order())
            context.SendEvent(PartitionOrchestrator.InstanceOf(generation, partition), RunGeneration.Wake, true);
    }

    private static async Task<RunStoppedException?> TakeOneAsync(Dictionary<Task<Outcome<bool>>, int> atWork)
    {
        var done = await Task.WhenAny(atWork.Keys);
        atWork.Remove(done);
        return await StoppedAsync(done);
    }

    private static async Task<RunStoppedException?> StoppedAsync(Task<Outcome<bool>> partition)
    {
        try
        {
            var outcome = await partition;
            return outcome.Failure is not null || outcome.Order != RunOrder.GoOn ? new RunStoppedException(outcome.Failure, outcome.Order) : null;
        }
        catch (TaskFailedException unexpected)
        {
            // A value like any other failure, so that the partitions that are still at work are waited for.
            return new RunStoppedException(DurableCalls.Unexpected(PartitionOrchestrator.Name, unexpected));
        }
    }
}
