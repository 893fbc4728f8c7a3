using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Lineage;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Orchestrations.Runs.Activities;

/// <summary>Plans a run: partitions, frozen schema, and destinations made ready. The first plan stays; a repeated activity takes it up.</summary>
/// <param name="preparation">Loads what the run needs.</param>
/// <param name="streams">Plans what is read of a stream.</param>
/// <param name="dryRuns">Describe what would be written.</param>
/// <param name="leavings">Removes what earlier runs left.</param>
/// <param name="runs">The run ledger.</param>
/// <param name="segments">Where inputs are sealed.</param>
/// <param name="lineage">Has the start told; null where runs have no outbox (<c>run FILE</c>).</param>
public sealed class PlanRun(
    RunPreparation preparation, StreamPlanning streams, DryRuns dryRuns, RunLeavings leavings, IRunStore runs, ISegmentStore segments, OpenLineageNotices? lineage = null)
{
    private const int MostMisfits = 20;

    /// <summary>Plans the run and tells the orchestrator what it has to know.</summary>
    [Function(nameof(PlanRun))]
    public async Task<Outcome<PlanOutline>> RunAsync([ActivityTrigger] RunGeneration generation, CancellationToken cancellationToken)
    {
        RetryPolicy? retry = null;
        var outcome = await preparation.WorkAsync("pipeline", generation, async (prepared, token) =>
        {
            retry = prepared.Definition.ErrorHandling.RetryPolicy;
            return await PlanAsync(prepared, retry, token);
        }, cancellationToken);
        return outcome with { Retry = retry };
    }

    private async Task<PlanOutline> PlanAsync(PreparedRun prepared, RetryPolicy retry, CancellationToken cancellationToken)
    {
        var plan = await runs.FindPlanAsync(prepared.Run.Id, cancellationToken);
        if (plan is null)
        {
            plan = await runs.SavePlanAsync(prepared.Run.Id, await MakeAsync(prepared, cancellationToken), prepared.Run.Epoch, cancellationToken);
            Tell(prepared, plan);
        }

        FaultPoint.Reach("plan_saved");
        if (lineage is not null)
            await lineage.StartedAsync(prepared.Run, cancellationToken);
        if (prepared.Run.DryRun)
            await dryRuns.PlanAsync(prepared, plan, cancellationToken);
        else
            await leavings.ReplaceAsync(prepared.Run, cancellationToken);
        foreach (var destination in prepared.Destinations.Where(_ => !prepared.Run.DryRun))
            await ActivityBoundary.InStepAsync(destination.Step, () => PrepareAsync(prepared, plan, destination, cancellationToken));

        FaultPoint.Reach("destination_prepared");
        return new PlanOutline(plan.Source.Partitions.Count, plan.Staged, plan.MaxWriters, retry, plan.GatheredSegmentRecords is not null);
    }

    private static async Task PrepareAsync(PreparedRun prepared, RunPlan plan, PreparedDestination destination, CancellationToken cancellationToken)
    {
        var statements = new List<string>();
        await destination.Connector.PrepareAsync(destination.Config, prepared.Target(plan, destination.Index) with { Executed = statements.Add }, cancellationToken);
        foreach (var statement in statements)
            prepared.Log?.Info("statement_executed", destination.Step, "Executed {statement}", ("statement", statement));
        prepared.Log?.Info("destination_prepared", destination.Step, "{type} is ready to be written to", ("type", destination.Type));
    }

    private static void Tell(PreparedRun prepared, RunPlan plan)
    {
        prepared.Log?.Info(
            "run_planned", "source", plan.Source.Partitions.Count == 1
                ? "Version {version} reads {partitions} partition of {type}{staged}"
                : "Version {version} reads {partitions} partitions of {type}, with at most {writers} at a time{staged}",
            ("version", prepared.Run.PipelineVersion), ("partitions", plan.Source.Partitions.Count), ("type", prepared.SourceType), ("writers", plan.MaxWriters), ("staged", plan.Staged ? ", staged" : ""));
        prepared.Log?.Info(
            "schema_planned", "source", "Fields: {fields}",
            ("fields", string.Join(", ", plan.Source.Schema.Select(field => $"{field.Name} {DeclaredSchema.NameOf(field.Type)}"))));
        // Of what carries its own fields, only the first records were looked at: that is no reason to fail.
        foreach (var problem in prepared.Misfits(plan).Take(MostMisfits))
            prepared.Log?.Warning("step_misfit", null, "For the fields that the source has, {path}: {problem}", ("path", problem.Path.TrimStart('$', '.')), ("problem", problem.Message));
    }

    private async Task<RunPlan> MakeAsync(PreparedRun prepared, CancellationToken cancellationToken)
    {
        StopLoss.Parse(prepared.Definition.ErrorHandling.MaxErrors);
        var first = prepared.Definition.Sources[0];
        var request = new PlanRequest(prepared.Run.Id, first.DeclaredSchema, prepared.Limits.SegmentBytes, prepared.Run.Limit) { Patience = SegmentFlow.Patience };
        var (source, stream) = await streams.PlanAsync(prepared, request, cancellationToken);
        var seen = source.Schema;
        var known = await prepared.Schemas.KnownAsync(prepared, first, cancellationToken);
        var expected = prepared.Expectation(first, known, source.Origin);
        await ActivityBoundary.InStepAsync("source", () => prepared.Schemas.PlannedAsync(prepared, first, seen, expected, cancellationToken));
        source = source with { Schema = expected?.ToRead(seen) ?? seen };
        var inputs = await SealInputsAsync(prepared, cancellationToken);
        var program = prepared.Compile([.. inputs.Select(input => input.ToNamedInput())]);
        var output = program.Describe(expected?.ToDeliver(source.Schema) ?? source.Schema);
        var traits = prepared.Destinations.Select(destination => destination.Traits).ToList();
        var ordered = traits.Any(trait => trait.Ordered);
        // Several destinations get the same sealed records, and so do repeated readings of the whole run; a limited run counts as it goes.
        var staged = !source.Repeatable || (program.NeedsWholeRun ? program.ChainAsksElsewhere : prepared.Destinations.Count > 1);
        var writers = ordered || prepared.Run.Limit is not null ? 1 : traits.Min(trait => trait.MaxWriters);
        return new RunPlan(source, output, staged, writers)
        {
            Inputs = inputs,
            KnownSchema = known,
            DriftedFields = [.. (expected?.Judge(seen, isComplete: false) ?? []).Select(drift => drift.Change.Field)],
            Stream = stream,
            Guarantees = await GuaranteesAsync(prepared, cancellationToken),
            GatheredSegmentRecords = program.NeedsWholeRun ? SegmentRecords(output, prepared.Limits.SegmentBytes) : null,
        };
    }

    private async Task<IReadOnlyList<PlannedInput>> SealInputsAsync(PreparedRun prepared, CancellationToken cancellationToken)
    {
        var sealing = new InputSealing(prepared, segments, prepared.Watch.ThrowIfStopped);
        var inputs = new List<PlannedInput>();
        for (var number = 0; number < prepared.Inputs.Count; number++)
            inputs.Add(await sealing.SealAsync(number, cancellationToken));
        return inputs;
    }

    private static async Task<IReadOnlyList<DeliveryGuarantee>> GuaranteesAsync(PreparedRun prepared, CancellationToken cancellationToken)
    {
        var guarantees = new List<DeliveryGuarantee>();
        foreach (var destination in prepared.Destinations)
        {
            var guarantee = await ActivityBoundary.InStepAsync(destination.Step, () => destination.Connector.GuaranteeAsync(destination.Config, cancellationToken));
            if (guarantee == DeliveryGuarantee.AtLeastOnce)
                prepared.Log?.Warning("delivery_at_least_once", destination.Step, "Without its ledger, which needs the right to create a table, the destination cannot tell a segment that comes again after a crash: its records may then stand there twice");
            guarantees.Add(guarantee);
        }

        return guarantees;
    }

    // About as many records as make a segment of the usual size, were every value of 16 bytes.
    private static int SegmentRecords(Schema output, long segmentBytes) => (int)Math.Clamp(segmentBytes / (16 * Math.Max(output.Count, 1)), 1_000, 1_000_000);
}
