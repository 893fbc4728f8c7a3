using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Reads a source beside the stream at hand once and seals it as one segment, so that every step and every repeated activity of the run
/// sees the same records; of one that steps only ask for single records, none. What was sealed before a crash is adopted, all of it or nothing: the source may have changed since.
/// </summary>
internal sealed class InputSealing(PreparedRun run, ISegmentStore segments, Action throwIfStopped)
{
    // The table of a join takes about twice what its records do as they are sealed.
    private const int MemoryShare = 2;

    /// <summary>Seals the <paramref name="number"/>-th of the inputs.</summary>
    public Task<PlannedInput> SealAsync(int number, CancellationToken cancellationToken)
    {
        var input = run.Inputs[number];
        return ActivityBoundary.InStepAsync(input.Step, () => SealAsync(number, input, cancellationToken));
    }

    private async Task<PlannedInput> SealAsync(int number, PreparedInput input, CancellationToken cancellationToken)
    {
        var (source, endpoint) = (input.Source, input.Endpoint);
        var id = new SegmentId(run.Run.Id, RunPartitions.Inputs + number, 0);
        var known = await run.Schemas.KnownAsync(run, endpoint, cancellationToken);
        if (!await segments.ExistsAsync(id, cancellationToken))
            await segments.SealAsync(id, (stream, token) => WriteAsync(stream, input, known, token), cancellationToken);
        await using var stream = await segments.OpenAsync(id, cancellationToken);
        var footer = await SegmentReader.ReadFooterAsync(stream, cancellationToken);
        var schema = footer.Records > 0 ? footer.Schema : await SchemaAsync(source, endpoint, known, cancellationToken);
        return new PlannedInput(endpoint.Name!, schema, footer.Records, stream.Length <= run.Limits.MemoryBudget / (MemoryShare * run.Inputs.Count), id)
        {
            Origin = footer.Details is { } origin ? JsonSerializer.Deserialize<FieldOrigin>(origin) : null,
            KnownSchema = known,
        };
    }

    private Task<SourcePlan> PlanAsync(ISource source, Endpoint endpoint, CancellationToken cancellationToken) =>
        source.PlanAsync(endpoint.Config, new PlanRequest(run.Run.Id, endpoint.DeclaredSchema, long.MaxValue), cancellationToken);

    private async Task<Schema> SchemaAsync(ISource source, Endpoint endpoint, Schema? known, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(source, endpoint, cancellationToken);
        return run.Expectation(endpoint, known, plan.Origin)?.ToDeliver(plan.Schema) ?? plan.Schema;
    }

    private async Task WriteAsync(Stream stream, PreparedInput input, Schema? known, CancellationToken cancellationToken)
    {
        var (source, endpoint) = (input.Source, input.Endpoint);
        var plan = await PlanAsync(source, endpoint, cancellationToken);
        var expected = run.Expectation(endpoint, known, plan.Origin);
        await run.Schemas.PlannedAsync(run, endpoint, plan.Schema, expected, cancellationToken);
        var drifted = (expected?.Judge(plan.Schema, isComplete: false) ?? []).Select(drift => drift.Change.Field).ToHashSet(StringComparer.Ordinal);
        plan = plan with { Schema = expected?.ToRead(plan.Schema) ?? plan.Schema };
        var gate = new SchemaGate(expected, plan.Schema);
        // Never compressed, whatever the store likes: whether the records fit in memory is told by the size of the segment.
        var writer = new SegmentWriter(stream, SegmentCompression.None);
        try
        {
            var read = input.IsAsked ? 0 : await WriteAsync(writer, source, endpoint, plan, gate, drifted, cancellationToken);
            await run.Schemas.MetAsync(run, endpoint, gate, cancellationToken);
            await run.Schemas.ReadAsync(run, endpoint, expected, read, cancellationToken);
        }
        catch (ConnectorException)
        {
            // The drift is told of, though nothing of the source is kept.
            await run.Schemas.MetAsync(run, endpoint, gate, cancellationToken);
            throw;
        }

        await writer.CompleteAsync(null, JsonSerializer.SerializeToUtf8Bytes(plan.Origin), cancellationToken);
    }

    private async Task<long> WriteAsync(
        SegmentWriter writer, ISource source, Endpoint endpoint, SourcePlan plan, SchemaGate gate, HashSet<string> drifted, CancellationToken cancellationToken)
    {
        var read = 0L;
        foreach (var partition in plan.Partitions)
        {
            await foreach (var piece in source.ReadAsync(endpoint.Config, new ReadRequest(partition, plan.Schema, null, 0), cancellationToken))
            {
                using (piece.Batch)
                {
                    throwIfStopped();
                    var rejected = piece.Rejected.ToList();
                    using var passed = gate.Pass(piece.Batch, rejected);
                    if (rejected is [var first, ..])
                        throw Incomplete(endpoint, first.Errors[0], drifted);
                    read += passed.Count;
                    await writer.WriteAsync(passed, cancellationToken);
                }
            }
        }

        return read;
    }

    /// <summary>A join on half of a source would be wrong without anyone seeing it: no record of an input is set aside.</summary>
    private static ConnectorException Incomplete(Endpoint endpoint, RecordError error, HashSet<string> drifted) => error.Rule == "schema_evolution" || (error.Field is { } field && drifted.Contains(field))
        ? new ConnectorException(
            ErrorClass.Data, "schema_drift", $"The source '{endpoint.Name}' has drifted, and its records cannot be set aside one by one: {error.Message}",
            "Accept what the run saw (PUT /pipelines/{id}/schema with its stream and run_id), or set schema_evolution of this source to evolve.")
        : new ConnectorException(ErrorClass.Data, "input_unreadable", $"A record of the source '{endpoint.Name}' cannot be read: {error.Message}");
}
