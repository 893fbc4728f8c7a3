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
    private long[] sequences = [];

    public override long SizeInBytes => values.SizeInBytes + ((long)sequences.Length * sizeof(long));

    public override void Reserve(int groups)
    {
        values.Reserve(groups);
        Array.Resize(ref sequences, groups);
    }

    public override void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, long first, Scratch scratch)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (!IsNearer(groups[i], first + i))
                continue;
            var value = Value.At(values, rows[i], scratch);
            if (value.Kind is ValueKind.Null or ValueKind.Absent)
                continue;
            encoded.Clear();
            KeyEncoder.Write(encoded, value, asWritten: true);
            Set(groups[i], first + i, encoded.Written);
        }
    }

    public override void Write(int group, KeyBuffer state)
    {
        state.Write(sequences[group]);
        state.Write(values[group].Length);
        state.Write(values[group]);
    }

    public override void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        var sequence = StateBytes.ReadInt64(ref state);
        var value = StateBytes.ReadBytes(ref state, (int)StateBytes.ReadInt64(ref state));
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

    private bool IsNearer(int group, long sequence) => values[group].IsEmpty || (isLast ? sequence > sequences[group] : sequence < sequences[group]);

    private void Set(int group, long sequence, ReadOnlySpan<byte> value)
    {
        values.Set(group, value);
        sequences[group] = sequence;
    }
}
