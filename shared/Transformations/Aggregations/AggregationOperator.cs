using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>
/// Carries out an aggregation. Lanes group their own records; in the end their groups are merged: in memory when nothing was spilled, else by
/// key over all runs, and the results then sorted by where each group was first seen.
/// </summary>
internal sealed class AggregationOperator(AggregationPlan plan, ExchangeContext context) : ExchangeOperator
{
    // Above this, merged groups that are whole are given out.
    private const int MostMerged = 4096;

    private readonly List<AggregationLane> lanes = [];
    private readonly SortedRuns runs = new(context.Resources);
    private readonly ExternalSort results = new(context.Resources);
    private readonly Scratch scratch = new();

    /// <inheritdoc/>
    public override ExchangeLane OpenLane()
    {
        var lane = new AggregationLane(plan, runs, context.Resources);
        lanes.Add(lane);
        return lane;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var schemas = new SchemaUnion();
        foreach (var lane in lanes)
            schemas.Add(lane.Schemas);
        var schema = plan.Describe(schemas.Schema ?? Schema.Empty);
        if (!runs.HasSpilled && lanes.Skip(1).All(lanes[0].TryMerge))
        {
            // Without fields to group by there is one result, also of no records.
            if (plan.GroupBy.Count == 0 && lanes[0].Groups.Count == 0)
                lanes[0].Groups.AddEmpty();
            foreach (var (batch, _) in Guard(lanes[0].Groups.Results(schema)))
                yield return Keep(batch);
            yield break;
        }

        foreach (var lane in lanes.Where(lane => lane.Groups.Count > 0))
            runs.Hold(lane.Groups.Partials());
        await SortResultsAsync(schema, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in results.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return Keep(batch);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            lane.Dispose();
        await results.DisposeAsync().ConfigureAwait(false);
        await runs.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SortResultsAsync(Schema schema, CancellationToken cancellationToken)
    {
        var sorted = results.OpenLane();
        var (merged, last) = (new Groups(plan), new KeyBuffer());
        await foreach (var batch in runs.ReadAsync(Groups.Partial, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                var (firsts, states, keys) = Groups.ReadPartials(batch);
                for (var row = 0; row < batch.RowCount; row++)
                {
                    // Parts of one group are neighbours, so those before another key are whole.
                    if (merged.Count >= MostMerged && !keys[row].SequenceEqual(last.Written))
                        await SortAsync(merged, schema, sorted, cancellationToken).ConfigureAwait(false);
                    merged.Merge(keys[row], firsts.Values[row], states[row]);
                    last.Clear();
                    last.Write(keys[row]);
                }
            }
        }

        await SortAsync(merged, schema, sorted, cancellationToken).ConfigureAwait(false);
        sorted.Complete();
    }

    private async Task SortAsync(Groups whole, Schema schema, ExternalSortLane sorted, CancellationToken cancellationToken)
    {
        foreach (var (batch, firsts) in Guard(whole.Results(schema)))
        {
            using (batch)
            {
                await sorted.AddAsync(batch, [], Enumerable.Range(0, batch.RowCount).ToArray(), firsts, scratch, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The results that go on; the others count as filtered.</summary>
    private TransformResult Keep(RecordBatch batch)
    {
        context.Books.Added += batch.Count;
        if (plan.Having is null)
            return new TransformResult(batch, []);
        using (batch)
        {
            var rows = Enumerable.Range(0, batch.RowCount).ToArray();
            var (matching, rejected) = (new int[rows.Length], new List<RejectedRecord>());
            // The engine counts what goes out and what is rejected, so the condition gets books of its own.
            var scope = new StepScope(new StepBooks(context.Step, "", ""), context.Resources.Context, RowOrigins.Of(batch), batch.RowCount, scratch, rows, rows.Length);
            var count = plan.Having.Match(batch, rows, matching, scope);
            scope.CloseRows(rejected);
            context.Books.Filtered += rows.Length - count - rejected.Count;
            return new TransformResult(batch.Select(matching[..count]), rejected);
        }
    }

    private IEnumerable<(RecordBatch Batch, long[] Firsts)> Guard(IEnumerable<(RecordBatch Batch, long[] Firsts)> batches)
    {
        using var next = batches.GetEnumerator();
        while (true)
        {
            try
            {
                if (!next.MoveNext())
                    yield break;
            }
            catch (OverflowException)
            {
                throw new ConnectorException(ErrorClass.Data, "number_out_of_range", $"{context.Step}: a result of the aggregation has more than 38 digits.");
            }

            yield return next.Current;
        }
    }
}
