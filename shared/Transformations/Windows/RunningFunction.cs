using DataAggregator.Core.Records;
using DataAggregator.Transformations.Aggregations;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>An aggregate from the partition's first record to the one at hand.</summary>
internal sealed class RunningFunction : WindowFunction
{
    private readonly Aggregate aggregate;

    public RunningFunction(Aggregate aggregate)
    {
        this.aggregate = aggregate;
        aggregate.Reserve(1);
    }

    public override void Add(Column values, int row, bool isPeer, Scratch scratch)
    {
        aggregate.Add(values, [row], [0], [0], scratch);
        aggregate.Append(0, Output.Next);
    }

    public override void End() => aggregate.Clear();
}
