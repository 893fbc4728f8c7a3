using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>All values in the order of the source: as a JSON array, or as texts with a separator between them. It holds all values of a group.</summary>
internal sealed class ListAggregate(string? separator, string field, long mostBytes) : Aggregate
{
    private readonly ValueChains values = new(field, mostBytes);
    private readonly KeyBuffer buffer = new();
    private readonly KeyReader reader = new();
    private readonly byte[] between = System.Text.Encoding.UTF8.GetBytes(separator ?? ",");

    public override long SizeInBytes => values.SizeInBytes;

    public override bool IsFull => values.IsFull;

    public override void Reserve(int groups) => values.Reserve(groups);

    public override void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var value = Value.At(values, rows[i], scratch);
            if (value.Kind is ValueKind.Null or ValueKind.Absent)
                continue;
            buffer.Clear();
            KeyEncoder.Write(buffer, value, asWritten: true);
            this.values.Add(groups[i], sequences[i], buffer.Written);
        }
    }

    public override void Write(int group, KeyBuffer state) => values.Write(group, state);

    public override void Merge(int group, ref ReadOnlySpan<byte> state) => values.Merge(group, ref state);

    public override void Append(int group, ValueBuilder result)
    {
        var inOrder = values.Of(group);
        inOrder.AsSpan().Sort((left, right) => values.SequenceAt(left).CompareTo(values.SequenceAt(right)));
        if (separator is not null && inOrder.Length == 0)
        {
            result.AppendNull();
            return;
        }

        var items = new ValueBuilder(separator is null ? DataType.Json : DataType.String, inOrder.Length);
        foreach (var link in inOrder)
        {
            var value = values.ValueAt(link);
            reader.Read(ref value, items);
        }

        var column = (BytesColumn)items.Build();
        Join(column);
        column.Release();
        if (separator is null)
            result.AppendJson(buffer.Written);
        else
            result.Append(buffer.Written);
    }

    public override long ResultBytes(int group) => values.BytesOf(group);

    public override void Clear() => values.Clear();

    private void Join(BytesColumn items)
    {
        buffer.Clear();
        if (separator is null)
            buffer.Write((byte)'[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                buffer.Write(between);
            buffer.Write(items[i]);
        }

        if (separator is null)
            buffer.Write((byte)']');
    }
}
