using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>The least or greatest value, in the order of encoded keys: typed, ordinal, numbers by value.</summary>
internal sealed class ExtremeAggregate(bool isGreatest) : Aggregate
{
    private readonly ValueSlots extremes = new();
    private readonly KeyEncoder encoder = new(default(KeyOrder));
    private readonly EncodedKeys keys = new();
    private readonly KeyReader reader = new();

    public override long SizeInBytes => extremes.SizeInBytes;

    public override long ResultBytes(int group) => extremes[group].Length;

    public override void Reserve(int groups) => extremes.Reserve(groups);

    public override void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        encoder.Encode([values], rows, keys, scratch);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!keys.HasNull(i))
                Add(groups[i], keys[i]);
        }
    }

    public override void Write(int group, KeyBuffer state)
    {
        var extreme = extremes[group];
        state.WriteShort(extreme.Length);
        state.Write(extreme);
    }

    public override void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        var extreme = WrittenBytes.ReadBytes(ref state, (int)WrittenBytes.ReadShort(ref state));
        if (!extreme.IsEmpty)
            Add(group, extreme);
    }

    public override void Append(int group, ValueBuilder result)
    {
        var extreme = extremes[group];
        if (extreme.IsEmpty)
            result.AppendNull();
        else
            reader.Read(ref extreme, result);
    }

    public override void Clear() => extremes.Clear();

    private void Add(int group, ReadOnlySpan<byte> value)
    {
        var extreme = extremes[group];
        if (extreme.IsEmpty || (isGreatest ? value.SequenceCompareTo(extreme) > 0 : value.SequenceCompareTo(extreme) < 0))
            extremes.Set(group, value);
    }
}
