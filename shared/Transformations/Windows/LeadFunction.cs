using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>The value of the record so many behind; null where there is none.</summary>
internal sealed class LeadFunction(int offset) : WindowFunction
{
    private long count;

    public override void Add(Column values, int row, bool isPeer, Scratch scratch)
    {
        if (count++ >= offset)
            Output.Next.AppendFrom(values, row, scratch);
    }

    public override void End()
    {
        for (var i = Math.Min(count, offset); i > 0; i--)
            Output.Next.AppendNull();
        count = 0;
    }
}
