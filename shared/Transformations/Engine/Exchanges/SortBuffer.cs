using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Records in memory with their keys, sorted when they are wanted.</summary>
internal sealed class SortBuffer : IDisposable
{
    private readonly List<Held> batches = [];
    private ulong[] prefixes = [];
    private Entry[] entries = [];
    private int count;
    private long bytes;

    /// <summary>The schemas of the records.</summary>
    public SchemaUnion Schemas { get; } = new();

    /// <summary>Bytes of memory that the buffer takes.</summary>
    public long SizeInBytes => bytes + (entries.Length * 16L);

    /// <summary>Whether there are no records.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Adds records. The caller keeps, and disposes, the batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">Its rows to add.</param>
    /// <param name="keys">The keys of those rows.</param>
    /// <param name="first">The <see cref="Sequence"/> of the first.</param>
    public void Add(RecordBatch batch, ReadOnlySpan<int> rows, EncodedKeys keys, long first)
    {
        if (rows.IsEmpty)
            return;
        Schemas.Add(batch.Schema, first);
        var held = Hold(batch, rows, keys);
        batches.Add(held);
        if (entries.Length < count + rows.Length)
        {
            Array.Resize(ref entries, Math.Max(count + rows.Length, entries.Length * 2));
            Array.Resize(ref prefixes, entries.Length);
        }

        for (var i = 0; i < rows.Length; i++)
        {
            prefixes[count] = KeyPrefix.Of(keys[i]);
            entries[count++] = new Entry(batches.Count - 1, i);
        }

        bytes += held.SizeInBytes;
    }

    /// <summary>The records in the order of their keys, which stand in the last column. The receiver disposes each batch; the buffer is empty afterwards.</summary>
    public IEnumerable<RecordBatch> Sorted()
    {
        if (IsEmpty)
            yield break;
        Sort();
        var keys = new BytesBuilder(DataType.Binary);
        var builder = new BatchBuilder(Schemas.Schema!);
        var columns = batches.Select(held => builder.Align(held.Batch)).ToArray();
        for (var i = 0; i < count; i++)
        {
            var entry = entries[i];
            builder.Append(columns[entry.Batch], batches[entry.Batch].RowAt(entry.Index));
            keys.Append(KeyOf(entry));
            if (builder.IsFull || i == count - 1)
            {
                using var records = builder.Build();
                yield return records.Insert(records.Columns.Length, SortedRuns.KeyField, keys.Build());
            }
        }

        Dispose();
    }

    /// <summary>Lets go of all records.</summary>
    public void Dispose()
    {
        foreach (var held in batches)
            held.Batch.Dispose();
        batches.Clear();
        (prefixes, entries, count, bytes) = ([], [], 0, 0);
    }

    // A batch of which little is left is copied, so that what is left out does not take memory.
    private static Held Hold(RecordBatch batch, ReadOnlySpan<int> rows, EncodedKeys keys)
    {
        var (bytes, offsets) = (keys.Buffer.Written.ToArray(), keys.Offsets.ToArray());
        if (rows.Length == batch.RowCount)
            return new Held(batch.Share(), null, bytes, offsets);
        if (rows.Length > batch.RowCount / 2)
            return new Held(batch.Share(), rows.ToArray(), bytes, offsets);
        var columns = new Column[batch.Columns.Length];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = batch.Columns[i].Take(rows);
        return new Held(new RecordBatch(batch.Schema, columns, rows.Length), null, bytes, offsets);
    }

    private ReadOnlySpan<byte> KeyOf(Entry entry) => batches[entry.Batch].KeyAt(entry.Index);

    // By prefix first, as numbers; then those of one prefix among themselves.
    private void Sort()
    {
        Array.Sort(prefixes, entries, 0, count);
        for (int start = 0, end; start < count; start = end)
        {
            for (end = start + 1; end < count && prefixes[end] == prefixes[start];)
                end++;
            if (end - start > 1)
                entries.AsSpan(start, end - start).Sort((left, right) => KeyOf(left).SequenceCompareTo(KeyOf(right)));
        }
    }

    private readonly record struct Entry(int Batch, int Index);

    private sealed record Held(RecordBatch Batch, int[]? Rows, byte[] Keys, int[] Offsets)
    {
        public long SizeInBytes => Batch.SizeInBytes + Keys.Length + ((Offsets.Length + (Rows?.Length ?? 0)) * sizeof(int));

        public int RowAt(int index) => Rows is null ? index : Rows[index];

        public ReadOnlySpan<byte> KeyAt(int index) => Keys.AsSpan(Offsets[index], Offsets[index + 1] - Offsets[index]);
    }
}
