using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Plans a run: partitions, frozen schema, and destinations made ready. The first plan stays; a repeated activity takes it up.</summary>
public sealed class PlanRun(RunPreparation preparation, IRunStore runs)
{
    /// <summary>Plans the run and tells the orchestrator what it has to know.</summary>
    [Function(nameof(PlanRun))]
    public async Task<Outcome<PlanOutline>> RunAsync([ActivityTrigger] string runId, CancellationToken cancellationToken)
    {
        RetryPolicy? retry = null;
        var outcome = await preparation.WorkAsync("pipeline", runId, async prepared =>
        {
            retry = prepared.Definition.ErrorHandling.RetryPolicy;
            return await PlanAsync(prepared, retry, cancellationToken);
        }, cancellationToken);
        return outcome with { Retry = retry };
    }

    private async Task<PlanOutline> PlanAsync(PreparedRun prepared, RetryPolicy retry, CancellationToken cancellationToken)
    {
        var plan = await runs.FindPlanAsync(prepared.Run.Id, cancellationToken)
            ?? await runs.SavePlanAsync(prepared.Run.Id, await MakeAsync(prepared, cancellationToken), cancellationToken);
        FaultPoint.Reach("plan_saved");
        foreach (var destination in prepared.Destinations.Where(_ => !prepared.Run.DryRun))
        {
            await ActivityBoundary.InStepAsync(destination.Step, async () =>
            {
                await destination.Connector.PrepareAsync(destination.Config, prepared.Target(plan, destination.Index), cancellationToken);
                return true;
            });
        }

        FaultPoint.Reach("destination_prepared");
        return new PlanOutline(plan.Source.Partitions.Count, plan.Staged, plan.MaxWriters, retry);
    }

    private static async Task<RunPlan> MakeAsync(PreparedRun prepared, CancellationToken cancellationToken)
    {
        StopLoss.Parse(prepared.Definition.ErrorHandling.MaxErrors);
        var request = new PlanRequest(prepared.Run.Id, prepared.Definition.Sources[0].DeclaredSchema, prepared.Limits.SegmentBytes, prepared.Run.Limit);
        var source = await ActivityBoundary.InStepAsync("source", () => prepared.Source.PlanAsync(prepared.SourceConfig, request, cancellationToken));
        var output = prepared.Program.Describe(source.Schema);
        var traits = prepared.Destinations.Select(destination => destination.Traits).ToList();
        var ordered = traits.Any(trait => trait.Ordered);
        // Several destinations get the same sealed records; a limited run counts as it goes.
        var staged = !source.Repeatable || prepared.Destinations.Count > 1;
        var writers = ordered || prepared.Run.Limit is not null ? 1 : traits.Min(trait => trait.MaxWriters);
        return new RunPlan(source, output, staged, writers);
    }
}
