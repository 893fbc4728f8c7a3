using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Counts values that are there, or records.</summary>
internal sealed class CountAggregate(bool ofRecords) : Aggregate
{
    private long[] counts = [];

    public override long SizeInBytes => (long)counts.Length * sizeof(long);

    public override void Reserve(int groups) => Array.Resize(ref counts, groups);

    public override void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        if (ofRecords || (values.AllPresent && values.Type != DataType.Json))
        {
            foreach (var group in groups)
                counts[group]++;
            return;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            if (Value.At(values, rows[i], scratch).Kind is not (ValueKind.Null or ValueKind.Absent))
                counts[groups[i]]++;
        }
    }

    public override void Write(int group, KeyBuffer state) => state.WriteShort(counts[group]);

    public override void Merge(int group, ref ReadOnlySpan<byte> state) => counts[group] += WrittenBytes.ReadShort(ref state);

    public override void Append(int group, ValueBuilder result) => result.AppendLong(counts[group]);

    public override void Clear() => Array.Clear(counts);
}
