using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// The flow of one segment out of the source and through the steps: a bounded slice from a durable position. Reading it again from the
/// same position gives the same slice where the source is repeatable. The books are complete once the flow has been read to its end.
/// </summary>
internal sealed class SegmentFlow(PreparedRun run, RunPlan plan, SegmentId id, SegmentState? previous, long? limit)
{
    /// <summary>How long a source may keep an activity waiting; from then on the orchestration waits, which keeps nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ITransformationChain chain = run.Compile(plan.NamedInputs).OpenChain(run.Resources);
    private readonly List<RejectedRecord> rejected = [];
    private readonly SchemaGate gate = new(run.Expectation(plan), plan.Source.Schema);
    private readonly CursorFilter? filter = plan.Source.Window is { } window ? new CursorFilter(window) : null;
    private readonly SortedDictionary<string, FieldCounts> fields = new(StringComparer.Ordinal);
    private long unreadable;
    private long known;

    public SegmentId Id => id;

    /// <summary>What is read of the source, from where the segment before ended.</summary>
    public ReadRequest Request { get; } = new(plan.Source.Partitions[id.Partition], plan.Source.Schema, previous?.Position, previous?.NextOrdinal ?? 0)
    {
        // What is to be frozen or set aside is so record by record; the gate tells of, or refuses, a type that changes.
        Widens = run.Evolution is SchemaEvolution.Evolve or SchemaEvolution.Reject,
        CursorField = plan.Source.Window?.Field,
        Patience = Patience,
    };

    public long Read { get; private set; }

    public long BytesRead { get; private set; }

    public string? Position { get; private set; }

    public IReadOnlyList<RejectedRecord> Rejected => rejected;

    /// <summary>The books of the source and the steps.</summary>
    public IReadOnlyList<StepCounts> Steps =>
        [new StepCounts { Name = "source", Type = run.SourceType, Added = Read, Rejected = unreadable, Out = Read - unreadable }, .. chain.Counts];

    /// <summary>Records that come out of the last step.</summary>
    public long Out => chain.Counts.Count > 0 ? chain.Counts[^1].Out : Read - unreadable;

    public SegmentState ToState(long? written, IReadOnlyList<StepCounts> steps) =>
        new(id, Read, BytesRead, written, steps, Position, (previous?.NextOrdinal ?? 0) + Read + known) { Mark = filter?.Mark, Fields = [.. fields.Values] };

    /// <summary>The records that go to the destination; the reader disposes each batch.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (limit <= 0)
            yield break;
        await foreach (var piece in ReadSourceAsync(cancellationToken))
        {
            RecordBatch taken;
            using (piece.Batch)
            {
                run.Watch.ThrowIfStopped();
                taken = await TakeAsync(piece, cancellationToken);
            }

            await foreach (var result in chain.ApplyAsync(taken, cancellationToken))
            {
                rejected.AddRange(result.Rejected);
                yield return result.Batch;
            }

            if (Read >= limit)
                break;
            if (piece.Position is not null && BytesRead >= run.Limits.SegmentBytes)
            {
                Position = piece.Position;
                break;
            }
        }

        await run.Schemas.MetAsync(run, run.Definition.Sources[0], gate, cancellationToken);
        FaultPoint.Reach("segment_read");
    }

    /// <summary>What the source gives until it asks to be left alone: what was read until then is a segment, which the wait does not take away.</summary>
    private async IAsyncEnumerable<SourceBatch> ReadSourceAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        await using var pieces = run.Source.ReadAsync(run.SourceConfig, Request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync())
        {
            last = pieces.Current.Position;
            yield return pieces.Current;
        }

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await pieces.MoveNextAsync();
            }
            catch (ConnectorException asks) when (asks.Code == RateLimit.ReachedCode && last is not null && plan.Staged)
            {
                // Where nothing is sealed, a segment that is read again has to be the same. Only our own limit ends one: asked again, it costs the source nothing.
                Position = last;
                return false;
            }
        }
    }

    /// <summary>What of a piece goes to the steps.</summary>
    private async ValueTask<RecordBatch> TakeAsync(SourceBatch piece, CancellationToken cancellationToken)
    {
        var room = (limit ?? long.MaxValue) - Read;
        // What runs before have read counts for nothing, but keeps its place in the source.
        using var wanted = filter?.Apply(piece.Batch) ?? piece.Batch.Share();
        known += piece.Batch.Count - wanted.Count;
        var kept = (int)Math.Min(wanted.Count, room);
        using var batch = kept < wanted.Count ? wanted.Select([.. Enumerable.Range(0, kept).Select(wanted.RowAt)]) : wanted.Share();
        var unread = piece.Rejected.Take((int)Math.Min(room - kept, int.MaxValue)).ToList();
        Read += kept + unread.Count;
        unreadable += unread.Count;
        BytesRead += piece.BytesRead;
        foreach (var counts in piece.Counts)
        {
            var before = fields.GetValueOrDefault(counts.Field) ?? new FieldCounts(counts.Field, 0, 0);
            fields[counts.Field] = new FieldCounts(counts.Field, before.Coerced + counts.Coerced, before.Rejected + counts.Rejected);
        }

        run.Watch.Count(kept + unread.Count, piece.BytesRead);
        rejected.AddRange(run.Evolution == SchemaEvolution.Quarantine ? unread.Select(AsDrift) : unread);
        var passed = await PassAsync(batch, cancellationToken);
        unreadable += batch.Count - passed.Count;
        return passed;
    }

    private async ValueTask<RecordBatch> PassAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return gate.Pass(batch, rejected);
        }
        catch (ConnectorException)
        {
            // The drift is told of, though nothing of the batch is kept.
            await run.Schemas.MetAsync(run, run.Definition.Sources[0], gate, cancellationToken);
            throw;
        }
    }

    /// <summary>A record whose value does not have the known type of a field that drifted is one of those that the policy sets aside.</summary>
    private RejectedRecord AsDrift(RejectedRecord record) => record with
    {
        Errors = [.. record.Errors.Select(error => error.Rule == "schema" && plan.DriftedFields.Contains(error.Field) ? error with { Code = "schema_drift" } : error)],
    };
}
