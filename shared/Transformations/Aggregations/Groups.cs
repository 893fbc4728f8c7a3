using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Groups by number: their keys, where each was first seen, and the states of their aggregates.</summary>
internal sealed class Groups(AggregationPlan plan)
{
    // As many groups are written or given out at a time.
    private const int Lot = 4096;

    private static readonly Schema PartialSchema = new(new Field("first", DataType.Int64, Nullable: false), new Field("state", DataType.Binary, Nullable: false));

    private readonly Aggregate[] aggregates = plan.Open();
    private readonly KeyTable table = new();
    private readonly KeyBuffer state = new();
    private readonly KeyReader reader = new();
    private long[] firsts = [];
    private int[] groups = [];

    /// <summary>How many there are.</summary>
    public int Count => table.Count;

    /// <summary>Whether no more should be added, however much memory there is.</summary>
    public bool IsFull => table.IsFull;

    /// <summary>Bytes of memory that they take after that many records more, if each of them made a group.</summary>
    public long SizeAfter(int records) => Count + records > firsts.Length ? SizeInBytes * 2 : SizeInBytes;

    /// <summary>Bytes of memory that they take.</summary>
    public long SizeInBytes => table.SizeInBytes + (firsts.Length * sizeof(long)) + aggregates.Sum(aggregate => aggregate.SizeInBytes);

    /// <summary>Takes records.</summary>
    /// <param name="keys">Their keys.</param>
    /// <param name="inputs">One column an aggregate.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="first">The sequence of the first; the others follow.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    public void Add(EncodedKeys keys, ReadOnlySpan<Column> inputs, ReadOnlySpan<int> rows, long first, Scratch scratch)
    {
        if (groups.Length < rows.Length)
            groups = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var key = keys[i];
            groups[i] = Find(key, KeyHash.Of(key), first + i);
        }

        for (var i = 0; i < aggregates.Length; i++)
            aggregates[i].Add(inputs[i], rows, groups.AsSpan(0, rows.Length), first, scratch);
    }

    /// <summary>Adds the one group of a run without records.</summary>
    public void AddEmpty() => Find([], KeyHash.Of([]), 0);

    /// <summary>Takes all groups of another, in any order.</summary>
    public void Merge(Groups other)
    {
        for (var group = 0; group < other.Count; group++)
        {
            other.Write(group);
            Merge(other.table[group], other.table.HashOf(group), other.firsts[group], other.state.Written);
        }
    }

    /// <summary>Takes part of a group that <see cref="Partials"/> gave.</summary>
    /// <param name="hashed">Its hash and key.</param>
    /// <param name="first">Where it was first seen.</param>
    /// <param name="written">Its states.</param>
    public void Merge(ReadOnlySpan<byte> hashed, long first, ReadOnlySpan<byte> written) =>
        Merge(hashed[sizeof(long)..], (ulong)StateBytes.ReadInt64(ref hashed), first, written);

    /// <summary>
    /// All groups in the order of their hashes and keys, to be merged with others; empty afterwards. The receiver disposes each batch. Which order it is
    /// does not matter, but hashes tell groups apart in their first eight bytes.
    /// </summary>
    public IEnumerable<RecordBatch> Partials()
    {
        var schema = SortedRuns.WithKey(PartialSchema);
        foreach (var lot in table.InOrderOfHashes().Chunk(Lot))
        {
            var (sequences, states, keys) = (new FixedBuilder<long>(DataType.Int64, lot.Length), new BytesBuilder(DataType.Binary, lot.Length), new BytesBuilder(DataType.Binary, lot.Length));
            foreach (var group in lot)
            {
                Write(group);
                sequences.Append(firsts[group]);
                states.Append(state.Written);
                state.Clear();
                state.Write((long)table.HashOf(group));
                state.Write(table[group]);
                keys.Append(state.Written);
            }

            yield return new RecordBatch(schema, [sequences.Build(), states.Build(), keys.Build()], lot.Length);
        }

        Clear();
    }

    /// <summary>Reads partial groups that <see cref="Partials"/> gave.</summary>
    public static (FixedColumn<long> Firsts, BytesColumn States, BytesColumn Keys) ReadPartials(RecordBatch batch) =>
        ((FixedColumn<long>)batch.Columns[0], (BytesColumn)batch.Columns[1], (BytesColumn)batch.Columns[2]);

    /// <summary>The schema of what <see cref="Partials"/> gives, without the key.</summary>
    public static Schema Partial => PartialSchema;

    /// <summary>The results in the order in which the groups were first seen, each batch with those places; empty afterwards. The receiver disposes each batch.</summary>
    public IEnumerable<(RecordBatch Batch, long[] Firsts)> Results(Schema schema)
    {
        var inOrder = Enumerable.Range(0, Count).ToArray();
        Array.Sort(firsts.AsSpan(0, Count).ToArray(), inOrder);
        foreach (var lot in inOrder.Chunk(Lot))
        {
            var builders = schema.Select(field => new ValueBuilder(field.Type, lot.Length)).ToArray();
            foreach (var group in lot)
                Append(group, builders);
            yield return (new RecordBatch(schema, [.. builders.Select(builder => builder.Build())], lot.Length), [.. lot.Select(group => firsts[group])]);
        }

        Clear();
    }

    /// <summary>Forgets all groups, and keeps the memory for others.</summary>
    public void Clear()
    {
        table.Clear();
        foreach (var aggregate in aggregates)
            aggregate.Clear();
    }

    private void Merge(ReadOnlySpan<byte> key, ulong hash, long first, ReadOnlySpan<byte> written)
    {
        var group = Find(key, hash, first);
        firsts[group] = Math.Min(firsts[group], first);
        foreach (var aggregate in aggregates)
            aggregate.Merge(group, ref written);
    }

    private int Find(ReadOnlySpan<byte> key, ulong hash, long first)
    {
        var before = table.Count;
        var group = table.FindOrAdd(key, hash);
        if (group < before)
            return group;
        if (group == firsts.Length)
            Grow(Math.Max(256, firsts.Length * 2));
        // Records come in their order, so the first of a group is the one that makes it.
        firsts[group] = first;
        return group;
    }

    private void Append(int group, ValueBuilder[] builders)
    {
        var key = table[group];
        for (var i = 0; i < plan.GroupBy.Count; i++)
            reader.Read(ref key, builders[i]);
        for (var i = 0; i < aggregates.Length; i++)
            aggregates[i].Append(group, builders[plan.GroupBy.Count + i]);
    }

    private void Write(int group)
    {
        state.Clear();
        foreach (var aggregate in aggregates)
            aggregate.Write(group, state);
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref firsts, capacity);
        foreach (var aggregate in aggregates)
            aggregate.Reserve(capacity);
    }
}
