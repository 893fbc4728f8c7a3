using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>The first or last value in the order of the source.</summary>
internal sealed class EdgeAggregate(bool isLast) : Aggregate
{
    private readonly ValueSlots values = new();
    private readonly KeyBuffer encoded = new();
    private readonly KeyReader reader = new();
    private long[] places = [];

    public override long SizeInBytes => values.SizeInBytes + ((long)places.Length * sizeof(long));

    public override long ResultBytes(int group) => values[group].Length;

    public override void Reserve(int groups)
    {
        values.Reserve(groups);
        Array.Resize(ref places, groups);
    }

    public override void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (!IsNearer(groups[i], sequences[i]))
                continue;
            var value = Value.At(values, rows[i], scratch);
            if (value.Kind is ValueKind.Null or ValueKind.Absent)
                continue;
            encoded.Clear();
            KeyEncoder.Write(encoded, value, asWritten: true);
            Set(groups[i], sequences[i], encoded.Written);
        }
    }

    public override void Write(int group, KeyBuffer state)
    {
        state.WriteShort(places[group]);
        state.WriteShort(values[group].Length);
        state.Write(values[group]);
    }

    public override void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        var sequence = WrittenBytes.ReadShort(ref state);
        var value = WrittenBytes.ReadBytes(ref state, (int)WrittenBytes.ReadShort(ref state));
        if (!value.IsEmpty && IsNearer(group, sequence))
            Set(group, sequence, value);
    }

    public override void Append(int group, ValueBuilder result)
    {
        var value = values[group];
        if (value.IsEmpty)
            result.AppendNull();
        else
            reader.Read(ref value, result);
    }

    public override void Clear() => values.Clear();

    private bool IsNearer(int group, long sequence) => values[group].IsEmpty || (isLast ? sequence > places[group] : sequence < places[group]);

    private void Set(int group, long sequence, ReadOnlySpan<byte> value)
    {
        values.Set(group, value);
        places[group] = sequence;
    }
}
