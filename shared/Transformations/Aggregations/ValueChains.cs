using DataAggregator.Core.Connectors;
using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Any number of encoded values a group, each with the place in the run where it stood.</summary>
/// <param name="field">The field that the result goes to.</param>
/// <param name="mostBytes">The most bytes that the values of one group may take.</param>
internal sealed class ValueChains(string field, long mostBytes = long.MaxValue)
{
    private const long FullBytes = 64 << 20;

    private Chain[] chains = [];
    private Link[] links = [];
    private byte[] bytes = [];
    private int count;

    /// <summary>Bytes of memory that the values take.</summary>
    public long SizeInBytes => bytes.Length + (chains.Length * 16L) + (links.Length * 24L);

    /// <summary>Whether no more should be added, however much memory there is: groups then go to disk, to come back one partition after the other.</summary>
    public bool IsFull => End + (count * 24L) >= FullBytes;

    private int End => count == 0 ? 0 : links[count - 1].End;

    /// <summary>Makes room for that many groups.</summary>
    public void Reserve(int groups) => Array.Resize(ref chains, groups);

    /// <summary>How many values a group has.</summary>
    public int CountOf(int group) => chains[group].Count;

    /// <summary>Bytes of a group's values.</summary>
    public long BytesOf(int group) => chains[group].Bytes;

    /// <summary>Adds a value.</summary>
    public void Add(int group, long sequence, ReadOnlySpan<byte> value)
    {
        var start = End;
        ref var chain = ref chains[group];
        chain.Bytes += value.Length;
        if (chain.Bytes > mostBytes)
            throw TooLarge();
        if (value.Length > bytes.Length - start)
            Array.Resize(ref bytes, Growth.Of(bytes.Length, start + Math.Max(value.Length, 256L)));
        if (count == links.Length)
            Array.Resize(ref links, Growth.Of(links.Length, count + 64L));
        value.CopyTo(bytes.AsSpan(start));
        links[count] = new Link(sequence, start, start + value.Length, chain.Last);
        chain.Last = count++;
        chain.Count++;
    }

    /// <summary>The values of a group, by number; in no order.</summary>
    public int[] Of(int group)
    {
        var chain = chains[group];
        var found = new int[chain.Count];
        for (int i = 0, link = chain.Last; i < found.Length; i++, link = links[link].Before)
            found[i] = link;
        return found;
    }

    /// <summary>A value.</summary>
    public ReadOnlySpan<byte> ValueAt(int link) => bytes.AsSpan(links[link].Start, links[link].End - links[link].Start);

    /// <summary>Where a value stood.</summary>
    public long SequenceAt(int link) => links[link].Sequence;

    /// <summary>Writes all values of a group.</summary>
    public void Write(int group, KeyBuffer state)
    {
        var found = Of(group);
        state.WriteShort(found.Length);
        foreach (var link in found)
        {
            var value = ValueAt(link);
            state.WriteShort(SequenceAt(link));
            state.WriteShort(value.Length);
            state.Write(value);
        }
    }

    /// <summary>Adds values that were written.</summary>
    public void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        for (var left = WrittenBytes.ReadShort(ref state); left > 0; left--)
        {
            var value = Read(ref state, out var sequence);
            Add(group, sequence, value);
        }
    }

    /// <summary>Reads one of the values that were written; before the first stands their number.</summary>
    public static ReadOnlySpan<byte> Read(ref ReadOnlySpan<byte> state, out long sequence)
    {
        sequence = WrittenBytes.ReadShort(ref state);
        return WrittenBytes.ReadBytes(ref state, (int)WrittenBytes.ReadShort(ref state));
    }

    /// <summary>Forgets all values, and keeps the memory for others.</summary>
    public void Clear()
    {
        Array.Clear(chains);
        count = 0;
    }

    /// <summary>Forgets all values, and lets go of their memory.</summary>
    public void Release()
    {
        Clear();
        (links, bytes) = ([], []);
    }

    private ConnectorException TooLarge() => new(
        ErrorClass.Data, "group_too_large", $"The values of one group for '{field}' take more than {mostBytes >> 20} MB, and they would become one value of one record.",
        "Group by more fields, or filter records before. A quarter of DATAAGGREGATOR_MEMORY_BUDGET is the most that one may take, up to 128 MB.");

    private struct Chain
    {
        public int Last;
        public int Count;
        public long Bytes;
    }

    private readonly record struct Link(long Sequence, int Start, int End, int Before);
}
