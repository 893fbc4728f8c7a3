using System.Runtime.CompilerServices;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>
/// Carries out an aggregation. A few groups are gathered by each lane and merged in the end; many in partitions by their hash, which go to disk
/// where there is too little memory. The results of all are merged by where each group was first seen.
/// </summary>
internal sealed class AggregationOperator(AggregationPlan plan, ExchangeContext context) : ExchangeOperator
{
    private const int Lot = 4096;

    private readonly List<AggregationLane> lanes = [];
    private readonly GroupPartitions partitions = new(plan, context.Resources);
    private readonly SortedRuns results = new(context.Resources, SortedRuns.SmallBatches);
    private readonly Scratch scratch = new();

    /// <inheritdoc/>
    public override ExchangeLane OpenLane()
    {
        var lane = new AggregationLane(plan, partitions, lanes.Count, context.Resources);
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
        // Without fields to group by there is one result, also of no records.
        if (plan.GroupBy.Count == 0 && lanes.All(lane => lane.Own is { Count: 0 }))
            lanes[0].Own!.AddEmpty();
        if (lanes is [{ Own: { } groups }])
        {
            results.Hold(groups.Results(schema, Lot));
        }
        else
        {
            foreach (var lane in lanes)
                lane.Share();
            await new PartitionResults(plan, context.Resources, schema, results).MakeAsync(partitions, context.Resources.Workers, cancellationToken).ConfigureAwait(false);
        }

        await foreach (var batch in results.ReadAsync(schema, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
                yield return Keep(batch.RemoveAt(batch.Columns.Length - 1));
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            lane.Dispose();
        await results.DisposeAsync().ConfigureAwait(false);
        partitions.Dispose();
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
}
