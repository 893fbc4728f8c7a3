using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Reads a source beside the stream at hand once and seals it as one segment, so that every step and every repeated activity of the run
/// sees the same records. What was sealed before a crash is adopted, all of it or nothing: the source may have changed since.
/// </summary>
internal sealed class InputSealing(PreparedRun run, ISegmentStore segments, Action throwIfStopped)
{
    // The table of a join takes about twice what its records do as they are sealed.
    private const int MemoryShare = 2;

    /// <summary>Seals the <paramref name="number"/>-th of the inputs.</summary>
    public Task<PlannedInput> SealAsync(int number, CancellationToken cancellationToken)
    {
        var input = run.Inputs[number];
        return ActivityBoundary.InStepAsync(input.Step, () => SealAsync(number, input.Endpoint.Name!, input.Source, input.Endpoint, cancellationToken));
    }

    private async Task<PlannedInput> SealAsync(int number, string name, ISource source, Endpoint endpoint, CancellationToken cancellationToken)
    {
        var id = new SegmentId(run.Run.Id, RunPartitions.Inputs + number, 0);
        if (!await segments.ExistsAsync(id, cancellationToken))
            await segments.SealAsync(id, (stream, token) => WriteAsync(stream, source, endpoint, token), cancellationToken);
        await using var stream = await segments.OpenAsync(id, cancellationToken);
        var footer = await SegmentReader.ReadFooterAsync(stream, cancellationToken);
        var schema = footer.Records > 0 ? footer.Schema : (await PlanAsync(source, endpoint, cancellationToken)).Schema;
        return new PlannedInput(name, schema, footer.Records, stream.Length <= run.Limits.MemoryBudget / (MemoryShare * run.Inputs.Count), id);
    }

    private Task<SourcePlan> PlanAsync(ISource source, Endpoint endpoint, CancellationToken cancellationToken) =>
        source.PlanAsync(endpoint.Config, new PlanRequest(run.Run.Id, endpoint.DeclaredSchema, long.MaxValue), cancellationToken);

    private async Task WriteAsync(Stream stream, ISource source, Endpoint endpoint, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(source, endpoint, cancellationToken);
        var writer = new SegmentWriter(stream);
        foreach (var partition in plan.Partitions)
        {
            await foreach (var piece in source.ReadAsync(endpoint.Config, new ReadRequest(partition, plan.Schema, null, 0), cancellationToken))
            {
                using (piece.Batch)
                {
                    throwIfStopped();
                    // A join on half of a source would be wrong without anyone seeing it.
                    if (piece.Rejected is [var unreadable, ..])
                        throw new ConnectorException(ErrorClass.Data, "input_unreadable", $"A record of the source '{endpoint.Name}' cannot be read: {unreadable.Errors[0].Message}");
                    await writer.WriteAsync(piece.Batch, cancellationToken);
                }
            }
        }

        await writer.CompleteAsync(null, null, cancellationToken);
    }
}
