using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>The value of the partition's first record.</summary>
internal sealed class FirstFunction : WindowFunction
{
    private readonly KeyBuffer first = new();
    private readonly KeyReader reader = new();

    public override void Add(Column values, int row, bool isPeer, Scratch scratch)
    {
        if (first.Length == 0)
            KeyEncoder.Write(first, Value.At(values, row, scratch), asWritten: true);
        var value = first.Written;
        reader.Read(ref value, Output.Next);
    }

    public override void End() => first.Clear();
}
