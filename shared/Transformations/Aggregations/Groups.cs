using System.Buffers.Binary;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Groups by number: their keys, where each was first seen, and the states of their aggregates.</summary>
/// <param name="plan">The aggregation.</param>
/// <param name="memory">The run's memory budget.</param>
internal sealed class Groups(AggregationPlan plan, MemoryBudget memory)
{
    private const int FirstCapacity = 32;
    private const long MostBytesOfLot = 1 << 20;

    private readonly Aggregate[] aggregates = plan.Open(memory);
    private readonly KeyTable table = new();
    private long[] firsts = [];
    private ISpillStore? unloadedTo;

    /// <summary>How many there are.</summary>
    public int Count => table.Count;

    /// <summary>Whether some of their values are on disk; then they are not written any more.</summary>
    public bool IsUnloaded => unloadedTo is not null;

    /// <summary>Whether no more should be added, however much memory there is.</summary>
    public bool IsFull => table.IsFull || Array.Exists(aggregates, aggregate => aggregate.IsFull);

    /// <summary>Bytes of memory that they take.</summary>
    public long SizeInBytes
    {
        get
        {
            var size = table.SizeInBytes + ((long)firsts.Length * sizeof(long));
            foreach (var aggregate in aggregates)
                size += aggregate.SizeInBytes;
            return size;
        }
    }

    /// <summary>Takes records.</summary>
    /// <param name="records">The records of a batch.</param>
    /// <param name="part">Those to take.</param>
    /// <param name="inputs">The values of the batch.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    public void Add(KeyedRecords records, Range part, AggregateInputs inputs, Scratch scratch)
    {
        var rows = records.Rows[part];
        var sequences = records.Sequences[part];
        var groups = records.Groups[part];
        var start = part.Start.Value;
        for (var i = 0; i < groups.Length; i++)
            groups[i] = Find(records.KeyAt(start + i), records.HashAt(start + i), sequences[i]);
        inputs.AddTo(aggregates, rows, groups, sequences, scratch);
    }

    /// <summary>Adds the one group of a run without records.</summary>
    public void AddEmpty() => Find([], KeyHash.Of([]), 0);

    /// <summary>Writes a group, to be merged with others; after its key, so that it can be told where it belongs before it is read.</summary>
    public void Write(int group, KeyBuffer written)
    {
        written.WriteShort(table[group].Length);
        written.Write(table[group]);
        written.WriteShort(firsts[group]);
        foreach (var aggregate in aggregates)
            aggregate.Write(group, written);
    }

    /// <summary>The key of a group that was written; <paramref name="written"/> then begins after it.</summary>
    public static ReadOnlySpan<byte> ReadKey(scoped ref ReadOnlySpan<byte> written) => WrittenBytes.ReadBytes(ref written, (int)WrittenBytes.ReadShort(ref written));

    /// <summary>Takes a group, or part of it, that was written; <paramref name="written"/> then begins after it.</summary>
    /// <param name="key">What <see cref="ReadKey"/> gave.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="written">What stands behind the key.</param>
    public void Merge(scoped ReadOnlySpan<byte> key, ulong hash, ref ReadOnlySpan<byte> written)
    {
        var group = Find(key, hash, WrittenBytes.ReadShort(ref written));
        foreach (var aggregate in aggregates)
            aggregate.Merge(group, ref written);
    }

    /// <summary>
    /// The results in the order in which the groups were first seen. Each batch ends with a column of those places, as a key to merge by
    /// (<see cref="SortedRuns.KeyField"/>). The receiver disposes each.
    /// </summary>
    /// <param name="schema">The schema of the results.</param>
    /// <param name="lot">How many stand in a batch at most.</param>
    public IEnumerable<RecordBatch> Results(Schema schema, int lot)
    {
        var withKey = SortedRuns.WithKey(schema);
        var inOrder = new int[Count];
        for (var i = 0; i < inOrder.Length; i++)
            inOrder[i] = i;
        inOrder.AsSpan().Sort((left, right) => firsts[left].CompareTo(firsts[right]));
        if (unloadedTo is not null)
            Unload(unloadedTo);
        for (var start = 0; start < inOrder.Length;)
        {
            var count = Fitting(inOrder.AsSpan(start, Math.Min(lot, inOrder.Length - start)));
            yield return Results(withKey, inOrder.AsSpan(start, count));
            start += count;
        }
    }

    /// <summary>Moves the values of all groups to disk, where they are all looked at or counted and none comes out as a whole; for groups that stay until there are results.</summary>
    public void Unload(ISpillStore spill)
    {
        unloadedTo = spill;
        foreach (var aggregate in aggregates)
            aggregate.Unload(spill, Count);
    }

    /// <summary>Forgets all groups, and keeps the memory for others.</summary>
    public void Clear()
    {
        table.Clear();
        unloadedTo = null;
        foreach (var aggregate in aggregates)
            aggregate.Clear();
    }

    /// <summary>How many of the first groups have results of no more than a megabyte; at least one.</summary>
    private int Fitting(ReadOnlySpan<int> some)
    {
        var bytes = 0L;
        for (var i = 0; i < some.Length; i++)
        {
            bytes += table[some[i]].Length;
            foreach (var aggregate in aggregates)
                bytes += aggregate.ResultBytes(some[i]);
            if (bytes > MostBytesOfLot)
                return Math.Max(i, 1);
        }

        return some.Length;
    }

    private RecordBatch Results(Schema withKey, ReadOnlySpan<int> some)
    {
        var columns = new Column[withKey.Count];
        AppendKeys(withKey, some, columns);
        for (var i = 0; i < aggregates.Length; i++)
        {
            var at = plan.GroupBy.Count + i;
            columns[at] = Results(aggregates[i], withKey[at].Type, some);
        }

        var places = new BytesBuilder(DataType.Binary, some.Length);
        Span<byte> place = stackalloc byte[sizeof(long)];
        foreach (var group in some)
        {
            BinaryPrimitives.WriteInt64BigEndian(place, firsts[group]);
            places.Append(place);
        }

        columns[^1] = places.Build();
        return new RecordBatch(withKey, columns, some.Length);
    }

    private Column Results(Aggregate aggregate, DataType type, ReadOnlySpan<int> some)
    {
        var results = new ValueBuilder(type, some.Length);
        try
        {
            foreach (var group in some)
                aggregate.Append(group, results);
        }
        catch (OverflowException)
        {
            throw new ConnectorException(ErrorClass.Data, "number_out_of_range", $"{plan.Step}: a result of the aggregation has more than 38 digits.");
        }

        return results.Build();
    }

    private void AppendKeys(Schema schema, ReadOnlySpan<int> some, Column[] columns)
    {
        var (reader, builders) = (new KeyReader(), new ValueBuilder[plan.GroupBy.Count]);
        for (var i = 0; i < builders.Length; i++)
            builders[i] = new ValueBuilder(schema[i].Type, some.Length);
        foreach (var group in some)
        {
            var key = table[group];
            foreach (var builder in builders)
                reader.Read(ref key, builder);
        }

        for (var i = 0; i < builders.Length; i++)
            columns[i] = builders[i].Build();
    }

    private int Find(ReadOnlySpan<byte> key, ulong hash, long first)
    {
        var before = table.Count;
        var group = table.FindOrAdd(key, hash);
        if (group < before)
        {
            // Records of several workers come as they please.
            if (first < firsts[group])
                firsts[group] = first;
            return group;
        }

        if (group == firsts.Length)
            Grow(Growth.Of(firsts.Length, firsts.Length + (long)FirstCapacity));
        firsts[group] = first;
        return group;
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref firsts, capacity);
        foreach (var aggregate in aggregates)
            aggregate.Reserve(capacity);
    }
}
