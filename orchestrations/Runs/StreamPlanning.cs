using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Plans what a run reads of its source: everything, or with <c>incremental</c> what is new since the run before.</summary>
/// <param name="states">How far runs before have read.</param>
public sealed class StreamPlanning(IStreamStateStore states)
{
    internal async Task<(SourcePlan Source, PlannedStream? Stream)> PlanAsync(PreparedRun prepared, PlanRequest request, CancellationToken cancellationToken)
    {
        if (prepared.Definition.Sources[0].Incremental is not { } settings)
            return (await PlanSourceAsync(prepared, request, cancellationToken), null);
        var run = prepared.Run;
        var bounds = run.Reading?.Bounds;
        var state = await states.FindAsync(run.PipelineId, prepared.StreamName, cancellationToken);
        var isFull = bounds is null && (state is null || state.IsAtStart || run.Reading?.FullRefresh == true);
        if (isFull)
            await RefuseRepetitionAsync(prepared, state, cancellationToken);
        else if (bounds is null && state!.Cursor is not null && state.CursorField != settings.CursorField)
            throw OtherField(state, settings);
        var from = isFull || bounds is not null ? null : state;
        var wanted = new CursorRequest(settings, from?.Cursor, from?.SourceState, bounds);
        // A limit counts what is new, which only shows behind the source: records at the cursor are read again.
        var source = await PlanSourceAsync(prepared, request with { Incremental = wanted, Limit = from is null ? request.Limit : null }, cancellationToken);
        if (source.Window is null)
            source = source with { Window = wanted.ToWindow(source.Schema) };
        var commits = bounds is null && !run.DryRun && run.Limit is null;
        return (source, new PlannedStream(prepared.StreamName, settings.CursorField, state?.Version ?? 0, isFull, commits));
    }

    private static Task<SourcePlan> PlanSourceAsync(PreparedRun prepared, PlanRequest request, CancellationToken cancellationToken) =>
        ActivityBoundary.InStepAsync("source", () => prepared.Source.PlanAsync(prepared.SourceConfig, request, cancellationToken));

    /// <summary>Without a state, a load into a destination that only adds would write a second time what it holds already.</summary>
    private static async Task RefuseRepetitionAsync(PreparedRun prepared, StreamState? state, CancellationToken cancellationToken)
    {
        if (prepared.Run.DryRun || prepared.Run.Reading?.Confirmed == true)
            return;
        foreach (var destination in prepared.Destinations.Where(destination => destination.Traits.RepeatsRecords))
        {
            var holds = await ActivityBoundary.InStepAsync(destination.Step, () => destination.Connector.HoldsRecordsAsync(destination.Config, cancellationToken));
            if (holds == true)
                throw Missing(prepared, destination, state);
        }
    }

    private static ConnectorException Missing(PreparedRun prepared, PreparedDestination destination, StreamState? state) => new(
        ErrorClass.Settings,
        "state_missing",
        $"Nothing is known of what was read from '{prepared.StreamName}' before ({(state is null ? "it has no state" : "its state was reset")}), but the {destination.Step} holds records: reading everything would append them again.",
        "Retry the run that failed, if one did (POST /runs/{id}/retry); or set the state to where the loaded records end (PUT /pipelines/{id}/state), load everything with write_mode replace, upsert or append_dedup, or execute with \"confirm\": true (run FILE --confirm) to append all the same.");

    private static ConnectorException OtherField(StreamState state, IncrementalSettings settings) => new(
        ErrorClass.Settings,
        "state_mismatch",
        $"The state of '{state.Stream}' follows the field '{state.CursorField}', but incremental.cursor_field is '{settings.CursorField}'.",
        "Execute with \"full_refresh\": true, or reset or set the state (PUT /pipelines/{id}/state).");
}
