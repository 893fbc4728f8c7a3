using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Joins;

/// <summary>Records of the other source that wait for their matches, in the order of the source: in memory, or, once spilled, in blocks of a file with what follows.</summary>
/// <param name="fields">What is kept of them.</param>
/// <param name="spilled">The file.</param>
/// <param name="blockBytes">How large a block is.</param>
internal sealed class StoredRecords(MatchFields fields, SpilledBlocks spilled, long blockBytes) : IDisposable
{
    private const int FirstCapacity = 64;

    private readonly ValueBuilder[] values = [.. fields.Types.Select(type => new ValueBuilder(type, FirstCapacity))];
    private readonly FixedBuilder<long> sequences = new(DataType.Int64, FirstCapacity);
    private readonly BytesBuilder keys = new(DataType.Binary, FirstCapacity);
    private readonly Scratch scratch = new();
    private readonly List<RecordBatch> held = [];
    private readonly List<SpilledBlocks.Block> blocks = [];
    private long heldBytes;

    /// <summary>Whether they are in the file.</summary>
    public bool IsSpilled { get; private set; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => blocks.Count == 0 && held.Count == 0 && sequences.Count == 0;

    /// <summary>Bytes of memory that they take.</summary>
    public long SizeInBytes => heldBytes + BuiltBytes;

    /// <summary>Bytes that they take in the file.</summary>
    public long SpilledBytes => blocks.Sum(block => (long)block.Length);

    private long BuiltBytes
    {
        get
        {
            var size = sequences.SizeInBytes + keys.SizeInBytes;
            foreach (var value in values)
                size += value.SizeInBytes;
            return size;
        }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="sequence">Where it stands in its source.</param>
    /// <param name="source">The columns of its values.</param>
    /// <param name="row">Its row there.</param>
    public void Add(ReadOnlySpan<byte> key, long sequence, ReadOnlySpan<Column> source, int row)
    {
        for (var i = 0; i < values.Length; i++)
            values[i].AppendFrom(source[i], row, scratch);
        sequences.Append(sequence);
        keys.Append(key);
    }

    /// <summary>Makes a block of what was added, once it is as large as one.</summary>
    public void Settle(BatchBytes written)
    {
        if (BuiltBytes >= blockBytes)
            Flush(written);
    }

    /// <summary>Moves all records to the file; what follows goes there too.</summary>
    public void Spill(BatchBytes written)
    {
        IsSpilled = true;
        foreach (var batch in held)
        {
            blocks.Add(spilled.Write(written.Write(batch)));
            batch.Dispose();
        }

        held.Clear();
        heldBytes = 0;
        Flush(written);
    }

    /// <summary>Makes a block of what was added.</summary>
    public void Flush(BatchBytes written)
    {
        if (sequences.Count == 0)
            return;
        var count = sequences.Count;
        var batch = new RecordBatch(fields.StoredSchema, [.. values.Select(value => value.Build()), sequences.Build(), keys.Build()], count);
        if (!IsSpilled)
        {
            held.Add(batch);
            heldBytes += batch.SizeInBytes;
            return;
        }

        blocks.Add(spilled.Write(written.Write(batch)));
        batch.Dispose();
    }

    /// <summary>All records in their order, after the last was flushed. The receiver disposes each batch; those in memory are gone then.</summary>
    public IEnumerable<RecordBatch> Read()
    {
        var buffer = Array.Empty<byte>();
        foreach (var block in blocks)
            yield return BatchBytes.Read(spilled.Read(block, ref buffer));
        foreach (var batch in held)
            yield return batch.Share();
        Dispose();
    }

    /// <summary>Lets go of what is in memory.</summary>
    public void Dispose()
    {
        foreach (var batch in held)
            batch.Dispose();
        held.Clear();
        heldBytes = 0;
    }
}
