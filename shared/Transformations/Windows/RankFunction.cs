using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>Numbers and ranks.</summary>
internal sealed class RankFunction(WindowOperation operation) : WindowFunction
{
    private long number;
    private long rank;
    private long denseRank;

    public override void Add(Column values, int row, bool isPeer, Scratch scratch)
    {
        number++;
        if (!isPeer)
            (rank, denseRank) = (number, denseRank + 1);
        Output.Next.AppendLong(operation switch
        {
            WindowOperation.Rank => rank,
            WindowOperation.DenseRank => denseRank,
            _ => number,
        });
    }

    public override void End() => (number, rank, denseRank) = (0, 0, 0);
}
