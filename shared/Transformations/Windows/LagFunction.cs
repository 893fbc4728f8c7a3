using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>The value of the record so many before; null where there is none.</summary>
internal sealed class LagFunction(int offset) : WindowFunction
{
    private readonly KeyBuffer[] before = [.. Enumerable.Range(0, offset).Select(_ => new KeyBuffer())];
    private readonly KeyReader reader = new();
    private long count;

    public override void Add(Column values, int row, bool isPeer, Scratch scratch)
    {
        var slot = before[count % offset];
        if (count++ < offset)
        {
            Output.Next.AppendNull();
        }
        else
        {
            var value = slot.Written;
            reader.Read(ref value, Output.Next);
        }

        slot.Clear();
        KeyEncoder.Write(slot, Value.At(values, row, scratch), asWritten: true);
    }

    public override void End() => count = 0;
}
