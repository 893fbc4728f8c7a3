using System.Runtime.CompilerServices;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Engine;

/// <summary>One whole-run step and the row steps behind it.</summary>
internal sealed class GatheringStage : IAsyncDisposable
{
    // Rejected records are handed on in lots of this size, so that few are held.
    private const int RejectedLot = 1_000;

    private readonly StepPlan plan;
    private readonly TransformationChain behind;
    private readonly TransformationResources resources;
    private readonly TimeProvider time;
    private readonly ITransformation step;
    private readonly StepBooks books;
    private readonly ExchangeOperator exchange;
    private readonly SchemaUnion schemas = new();
    private readonly List<StepBooks> laneBooks = [];
    private int taken = -1;

    public GatheringStage(StepPlan plan, TransformationChain behind, TransformationResources resources, TimeProvider time)
    {
        this.plan = plan;
        this.behind = behind;
        this.resources = resources;
        this.time = time;
        step = plan.NewStep();
        books = plan.NewBooks();
        exchange = ((IExchange)step).Open(new ExchangeContext(plan.Step, resources, books, schemas));
    }

    /// <summary>What records are that come without their places.</summary>
    public required RecordState State { get; init; }

    /// <summary>Whether any step follows, which may reject records.</summary>
    public required bool IsFollowed { get; init; }

    /// <summary>Whether another stage follows.</summary>
    public required bool IsGathered { get; init; }

    // A record that is rejected behind the step has to be known by its place in the source, which would be lost.
    private bool CarriesPlaces => step is IExchange { KeepsRecords: true } keeping && (IsFollowed || keeping.RejectsLate);

    public IEnumerable<StepCounts> Counts => [laneBooks.Aggregate(books.ToCounts(), (sum, lane) => sum.Plus(lane.ToCounts())), .. behind.Counts];

    /// <summary>Takes every partition to its end, several at a time.</summary>
    /// <param name="partitions">The partitions, in source order.</param>
    /// <param name="firstLot">The number under which lots of rejected records of the first partition are handed on.</param>
    /// <param name="rejected">Gets those lots.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task TakeAsync(IReadOnlyList<IAsyncEnumerable<RecordBatch>> partitions, int firstLot, RejectedRecordsHandler rejected, CancellationToken cancellationToken)
    {
        if (step is IPreparingStep preparing)
            await preparing.PrepareAsync(resources, cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        await exchange.PrepareAsync(cancellationToken).ConfigureAwait(false);
        books.DurationMicroseconds += (long)time.GetElapsedTime(started).TotalMicroseconds;
        var workers = Math.Clamp(partitions.Count, 1, resources.Workers);
        var lanes = new (ExchangeLane Lane, StepBooks Books, SchemaUnion Schemas)[workers];
        for (var i = 0; i < workers; i++)
        {
            lanes[i] = (exchange.OpenLane(), plan.NewBooks(), new SchemaUnion());
            laneBooks.Add(lanes[i].Books);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var atWork = lanes.Select(lane => Task.Run(() => StopOnFailureAsync(WorkAsync(lane, partitions, firstLot, rejected, stop.Token), stop), CancellationToken.None));
        await Task.WhenAll(atWork).ConfigureAwait(false);
        foreach (var (lane, _, seen) in lanes)
        {
            schemas.Add(seen);
            await lane.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What comes out of the last of the row steps; once, after all partitions were taken.</summary>
    public async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (ordinal, isEmpty) = (0L, true);
        var started = time.GetTimestamp();
        await foreach (var result in exchange.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            isEmpty = false;
            books.Out += result.Batch.Count;
            books.Rejected += result.Rejected.Count;
            books.DurationMicroseconds += (long)time.GetElapsedTime(started).TotalMicroseconds;
            var before = result.Rejected;
            await foreach (var next in PassAsync(result.Batch, ordinal, cancellationToken).ConfigureAwait(false))
            {
                yield return before.Count == 0 ? next : next with { Rejected = [.. before, .. next.Rejected] };
                before = [];
            }

            ordinal += result.Batch.RowCount;
            started = time.GetTimestamp();
        }

        if (isEmpty && schemas.Schema is { } schema)
        {
            await foreach (var nothing in NothingAsync(step.Describe(RecordPlaces.Without(schema), plan.Path, new Problems()), cancellationToken).ConfigureAwait(false))
                yield return nothing;
        }
    }

    public ValueTask DisposeAsync() => exchange.DisposeAsync();

    private async IAsyncEnumerable<TransformResult> PassAsync(RecordBatch result, long ordinal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Where the records stand is known as long as these are there.
        using var made = result;
        using var numbered = made.Renumber(0, ordinal);
        var batch = RecordPlaces.Remove(numbered, RecordState.Made, out var origins);
        resources.Samples?.TakeAfter(books.Step, batch);
        await foreach (var next in behind.ApplyAsync(batch, origins, _ => IsGathered && CarriesPlaces, cancellationToken).ConfigureAwait(false))
            yield return next;
    }

    // The steps and the destination behind must know the fields also of no records.
    private IAsyncEnumerable<TransformResult> NothingAsync(Schema schema, CancellationToken cancellationToken) =>
        behind.ApplyAsync(new RecordBatch(schema, [.. schema.Select(field => ColumnBuilder.For(field.Type).Build())], 0), cancellationToken);

    private static async Task StopOnFailureAsync(Task work, CancellationTokenSource stop)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WorkAsync(
        (ExchangeLane Lane, StepBooks Books, SchemaUnion Schemas) at, IReadOnlyList<IAsyncEnumerable<RecordBatch>> partitions, int firstLot, RejectedRecordsHandler rejected, CancellationToken cancellationToken)
    {
        var (lane, own, seen) = at;
        var (scratch, numbers) = (new Scratch(), new RowNumbers());
        for (var partition = Interlocked.Increment(ref taken); partition < partitions.Count; partition = Interlocked.Increment(ref taken))
        {
            var (position, lots) = (0L, 0);
            var waiting = new List<RejectedRecord>();
            await foreach (var batch in partitions[partition].WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    // What comes out of memory asks nobody.
                    cancellationToken.ThrowIfCancellationRequested();
                    using var records = RecordPlaces.Remove(batch, State, out var origins);
                    resources.Samples?.TakeBefore(own.Step, records);
                    var started = time.GetTimestamp();
                    var scope = new StepScope(own, resources.Context, origins, records.RowCount, scratch, numbers.Of(records), records.Count);
                    using var taken = CarriesPlaces ? RecordPlaces.Insert(records, origins) : records.Share();
                    seen.Add(taken.Schema, Sequence.Of(partition, position));
                    await lane.AddAsync(taken, Sequence.Of(partition, position), scope, cancellationToken).ConfigureAwait(false);
                    scope.CloseRows(waiting);
                    position += records.Count;
                    own.DurationMicroseconds += (long)time.GetElapsedTime(started).TotalMicroseconds;
                }

                if (waiting.Count >= RejectedLot)
                {
                    await rejected(firstLot + partition, lots++, [.. waiting], cancellationToken).ConfigureAwait(false);
                    waiting.Clear();
                }
            }

            if (waiting.Count > 0)
                await rejected(firstLot + partition, lots, waiting, cancellationToken).ConfigureAwait(false);
        }
    }
}
