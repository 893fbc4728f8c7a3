using DataAggregator.Core.Records;
using DataAggregator.Transformations.Aggregations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Sorting;

namespace DataAggregator.Transformations.Windows;

/// <summary>Sorts the records of one worker by partition and order.</summary>
internal sealed class WindowLane(WindowPlan plan, FieldSorter sorter, ExternalSortLane sorted) : ExchangeLane
{
    private readonly Sequences sequences = new();
    private readonly AggregatedField?[] running = [.. plan.Functions.Select(function => function.Running)];
    private int[] kept = [];

    /// <inheritdoc/>
    public override ValueTask AddAsync(RecordBatch batch, long first, StepScope scope, CancellationToken cancellationToken)
    {
        for (var i = 0; i < running.Length; i++)
        {
            if (running[i] is not { } field || plan.Inputs[i] is not { } input)
                continue;
            var values = input.Read(batch, scope.Rows);
            AggregationOperands.Reject(field, values, scope.Rows, scope);
            values.Release();
        }

        var rows = scope.Remaining(ref kept);
        return sorter.AddAsync(batch, rows, sequences.From(first, rows.Length), scope, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        sorted.Complete();
        return ValueTask.CompletedTask;
    }
}
