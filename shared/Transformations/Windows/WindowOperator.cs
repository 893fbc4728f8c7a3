using System.Runtime.CompilerServices;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Sorting;

namespace DataAggregator.Transformations.Windows;

/// <summary>Carries out a window step: sorts by partition and order, runs the functions, and puts the records back into the order of the source.</summary>
internal sealed class WindowOperator(WindowPlan plan, ExchangeContext context) : ExchangeOperator
{
    private readonly ExternalSort byPartition = new(context.Resources, hashed: plan.PartitionBy.Count);
    private readonly ExternalSort inOrder = new(context.Resources);
    private readonly Scratch scratch = new();

    /// <inheritdoc/>
    public override ExchangeLane OpenLane()
    {
        var sorted = byPartition.OpenLane(plan.Orders);
        return new WindowLane(plan, new FieldSorter(plan.SortFields, sorted), sorted);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<TransformResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await CalculateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OverflowException)
        {
            throw new ConnectorException(ErrorClass.Data, "number_out_of_range", $"{context.Step}: a running sum has more than 38 digits.");
        }

        await foreach (var batch in inOrder.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return new TransformResult(batch, []);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await byPartition.DisposeAsync().ConfigureAwait(false);
        await inOrder.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CalculateAsync(CancellationToken cancellationToken)
    {
        var records = byPartition.ReadWithKeysAsync(cancellationToken);
        if (!plan.LooksAhead)
        {
            await CalculateAsync(records, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var lasts = new LastValues(plan, context.Resources.Spill);
        await using var again = new SpilledRun(context.Resources.Spill.Create());
        await again.WriteAsync(lasts.FindAsync(records, cancellationToken), cancellationToken).ConfigureAwait(false);
        await CalculateAsync(again.ReadAsync(cancellationToken), lasts, cancellationToken).ConfigureAwait(false);
    }

    private async Task CalculateAsync(IAsyncEnumerable<RecordBatch> records, LastValues? lasts, CancellationToken cancellationToken)
    {
        var sorted = inOrder.OpenLane();
        using var run = new WindowRun(plan, lasts);
        await foreach (var keyed in records.ConfigureAwait(false))
        {
            using (keyed)
                run.Add(keyed);
            await PassAsync(run, sorted, cancellationToken).ConfigureAwait(false);
        }

        run.End();
        await PassAsync(run, sorted, cancellationToken).ConfigureAwait(false);
        sorted.Complete();
    }

    private async Task PassAsync(WindowRun run, ExternalSortLane sorted, CancellationToken cancellationToken)
    {
        while (run.TryTake(out var complete))
        {
            using (complete.Batch)
            {
                var rows = Enumerable.Range(0, complete.Batch.RowCount).ToArray();
                await sorted.AddAsync(complete.Batch, [], rows, complete.Sequences, scratch, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
