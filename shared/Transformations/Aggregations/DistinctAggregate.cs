using System.Buffers.Binary;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Counts different values. Each of them is held once a group.</summary>
internal sealed class DistinctAggregate(string field) : Aggregate
{
    private KeyTable seen = new();
    private ValueRuns? unloaded;
    private readonly ValueChains values = new(field);
    private readonly KeyEncoder encoder = new(default(KeyOrder));
    private readonly EncodedKeys keys = new();
    private readonly KeyBuffer grouped = new();

    public override long SizeInBytes => seen.SizeInBytes + values.SizeInBytes;

    public override bool IsFull => seen.IsFull || values.IsFull;

    public override void Reserve(int groups) => values.Reserve(groups);

    public override void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        encoder.Encode([values], rows, keys, scratch);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!keys.HasNull(i))
                Add(groups[i], keys[i]);
        }
    }

    public override void Write(int group, KeyBuffer state) => values.Write(group, state);

    public override void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        for (var left = WrittenBytes.ReadShort(ref state); left > 0; left--)
            Add(group, ValueChains.Read(ref state, out _));
    }

    public override void Append(int group, ValueBuilder result) => result.AppendLong(unloaded is null ? values.CountOf(group) : CountUnloaded(unloaded.Read(group)));

    public override void Unload(ISpillStore spill, int groups)
    {
        (unloaded ??= new ValueRuns(spill)).Add(values, groups);
        seen = new KeyTable();
    }

    public override void Clear()
    {
        seen.Clear();
        values.Clear();
        unloaded?.Dispose();
        unloaded = null;
    }

    // A value may be in several runs.
    private long CountUnloaded(ValueMerge merged)
    {
        var count = 0L;
        for (grouped.Clear(); merged.Move();)
        {
            if (count > 0 && merged.Value.SequenceEqual(grouped.Written))
                continue;
            count++;
            grouped.Clear();
            grouped.Write(merged.Value);
        }

        return count;
    }

    private void Add(int group, ReadOnlySpan<byte> value)
    {
        grouped.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(grouped.Take(sizeof(int)), group);
        grouped.Write(value);
        var before = seen.Count;
        seen.FindOrAdd(grouped.Written, KeyHash.Of(grouped.Written));
        if (seen.Count > before)
            values.Add(group, 0, value);
    }
}
