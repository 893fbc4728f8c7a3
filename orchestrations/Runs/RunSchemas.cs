using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Schemas;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// What a run has to do with the schema that is known of its stream: it is taken up when the run is planned, held against every batch, and
/// learned from when the run has succeeded.
/// </summary>
/// <param name="schemas">What is known.</param>
public sealed class RunSchemas(ISchemaStore schemas)
{
    // Where records carry their own fields, a few without one say nothing about the stream.
    private const int RecordsThatTell = 100;

    /// <summary>What is known of a source's fields, declared types in place of known ones; null before the first run that succeeds.</summary>
    internal async Task<Schema?> KnownAsync(PreparedRun prepared, Endpoint source, CancellationToken cancellationToken)
    {
        if (prepared.Run.Trigger == Replay.Trigger)
            return null;
        if (await schemas.FindAsync(prepared.Run.PipelineId, source.Stream, cancellationToken) is not { Schema: { } known })
            return null;
        // What the user declares is no drift, whatever it was before.
        var declared = source.DeclaredSchema ?? Schema.Empty;
        return new Schema([.. known.Select(field => declared.Find(field.Name) ?? field), .. declared.Where(field => known.IndexOf(field.Name) < 0)]);
    }

    /// <summary>Notes what the plan saw of a source, and what of it drifts.</summary>
    /// <exception cref="ConnectorException">It drifts, and the policy is to reject (class data, <c>schema_drift</c>).</exception>
    internal async Task PlannedAsync(PreparedRun prepared, Endpoint source, Schema seen, SchemaExpectation? expected, CancellationToken cancellationToken)
    {
        await schemas.ObserveAsync(prepared.Run.Id, source.Stream, seen, cancellationToken);
        if (expected is null)
            return;
        var drifts = expected.Judge(seen, isComplete: false);
        await RecordAsync(prepared, source, drifts, cancellationToken);
        if (drifts.FirstOrDefault(drift => drift.Action == SchemaDriftAction.RunFailed) is { } fatal)
            throw SchemaGate.Refusal(fatal);
    }

    /// <summary>Notes what the batches of a source had beyond the plan.</summary>
    internal async Task MetAsync(PreparedRun prepared, Endpoint source, SchemaGate gate, CancellationToken cancellationToken)
    {
        if (gate.Beyond is { } beyond)
            await schemas.ObserveAsync(prepared.Run.Id, source.Stream, beyond, cancellationToken);
        await RecordAsync(prepared, source, gate.Drifts, cancellationToken);
    }

    /// <summary>Records the fields that no record of a source that was read to its end had.</summary>
    /// <exception cref="ConnectorException">There are such, and the policy is to reject (class data, <c>schema_drift</c>).</exception>
    internal async Task ReadAsync(PreparedRun prepared, Endpoint source, SchemaExpectation? expected, long read, CancellationToken cancellationToken)
    {
        if (expected is null || (expected.Origin == FieldOrigin.Carried && read < RecordsThatTell))
            return;
        if (await schemas.ObservedAsync(prepared.Run.Id, expected.Stream, cancellationToken) is not { } seen)
            return;
        var missing = expected.Judge(seen, isComplete: true).Where(drift => drift.Change.Kind == SchemaChangeKind.Missing).ToList();
        await RecordAsync(prepared, source, missing, cancellationToken);
        if (missing.FirstOrDefault(drift => drift.Action == SchemaDriftAction.RunFailed) is { } fatal)
            throw SchemaGate.Refusal(fatal);
    }

    /// <summary>Whether the run met drift that makes it a warning.</summary>
    internal async Task<bool> WarnsAsync(Run run, CancellationToken cancellationToken) => (await schemas.DriftsAsync(run.Id, cancellationToken)).Any(drift => drift.Warns);

    /// <summary>Makes what a run saw known, now that it has succeeded.</summary>
    internal async Task LearnAsync(PreparedRun prepared, RunPlan plan, CancellationToken cancellationToken)
    {
        if (prepared.Run.Trigger == Replay.Trigger)
            return;
        await LearnAsync(prepared, prepared.Definition.Sources[0], prepared.Expectation(plan), plan.Source.Origin, cancellationToken);
        foreach (var (input, planned) in prepared.Inputs.Zip(plan.Inputs))
        {
            // A run that an earlier version planned did not look.
            if (planned.Origin is { } origin)
                await LearnAsync(prepared, input.Endpoint, prepared.Expectation(input.Endpoint, planned.KnownSchema, origin), origin, cancellationToken);
        }
    }

    private async Task LearnAsync(PreparedRun prepared, Endpoint source, SchemaExpectation? expected, FieldOrigin origin, CancellationToken cancellationToken)
    {
        if (await schemas.ObservedAsync(prepared.Run.Id, source.Stream, cancellationToken) is not { Count: > 0 } seen)
            return;
        var drifts = await schemas.DriftsAsync(prepared.Run.Id, cancellationToken);
        var missing = drifts.Where(drift => drift.Stream == source.Stream && drift.Change.Kind == SchemaChangeKind.Missing).Select(drift => drift.Change.Field).ToHashSet(StringComparer.Ordinal);
        var learned = expected?.Learn(seen, missing) ?? seen;
        // Whether a sample happens to hold a null tells nothing.
        if (origin != FieldOrigin.Declared)
            learned = new Schema(learned.Select(field => field with { Nullable = true }));
        await schemas.SaveAsync(prepared.Run.PipelineId, source.Stream, learned, prepared.Run.Id, null, cancellationToken);
    }

    private async Task RecordAsync(PreparedRun prepared, Endpoint source, IReadOnlyList<SchemaDrift> drifts, CancellationToken cancellationToken)
    {
        if (drifts.Count == 0)
            return;
        foreach (var drift in await schemas.RecordAsync(prepared.Run.Id, drifts, cancellationToken))
        {
            prepared.Log?.Warning(
                "schema_drift", StepOf(prepared, source), "The schema of {stream} has drifted: {change}; policy {policy}: {action}",
                ("stream", drift.Stream), ("change", SchemaGate.Describe(drift.Change)), ("policy", Word(drift.Policy)), ("action", Word(drift.Action)));
        }
    }

    private static string StepOf(PreparedRun prepared, Endpoint source) =>
        prepared.Inputs.FirstOrDefault(input => ReferenceEquals(input.Endpoint, source))?.Step ?? "source";

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
