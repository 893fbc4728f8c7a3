using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>The value of the partition's last record. All records of a partition wait for it.</summary>
internal sealed class LastFunction : WindowFunction
{
    private readonly KeyBuffer last = new();
    private readonly KeyReader reader = new();
    private long count;

    public override void Add(Column values, int row, bool isPeer, Scratch scratch)
    {
        count++;
        last.Clear();
        KeyEncoder.Write(last, Value.At(values, row, scratch), asWritten: true);
    }

    public override void End()
    {
        for (; count > 0; count--)
        {
            var value = last.Written;
            reader.Read(ref value, Output.Next);
        }
    }
}
