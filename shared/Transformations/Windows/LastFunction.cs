using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Windows;

/// <summary>The value of the partition's last record, which is known before (<see cref="LastValues"/>).</summary>
internal sealed class LastFunction : WindowFunction
{
    private readonly KeyBuffer last = new();
    private readonly KeyReader reader = new();

    /// <summary>Sets the value of the partition that begins.</summary>
    public void Set(ReadOnlySpan<byte> value) => last.Set(value);

    public override void Add(Column values, int row, bool isPeer, Scratch scratch)
    {
        var value = last.Written;
        reader.Read(ref value, Output.Next);
    }

    public override void End()
    {
    }
}
