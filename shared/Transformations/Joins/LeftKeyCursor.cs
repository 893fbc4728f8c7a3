using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Joins;

/// <summary>Reads the records of a partition that one worker wrote by <see cref="LeftKeys"/>.</summary>
internal sealed class LeftKeyCursor(SpilledBlocks spilled, IReadOnlyList<SpilledBlocks.Block> blocks)
{
    private byte[] buffer = [];
    private int nextBlock;
    private int end;
    private int keyStart;
    private int keyEnd;

    /// <summary>The key of the record at hand.</summary>
    public ReadOnlySpan<byte> Key => buffer.AsSpan(keyStart, keyEnd - keyStart);

    /// <summary>Where it stands.</summary>
    public long Sequence { get; private set; }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False when there is none.</returns>
    public bool Move()
    {
        if (keyEnd == end && !Load())
            return false;
        var rest = (ReadOnlySpan<byte>)buffer.AsSpan(keyEnd, end - keyEnd);
        Sequence += WrittenBytes.ReadShort(ref rest);
        var length = (int)WrittenBytes.ReadShort(ref rest);
        keyStart = end - rest.Length;
        keyEnd = keyStart + length;
        return true;
    }

    private bool Load()
    {
        if (nextBlock == blocks.Count)
            return false;
        (Sequence, keyEnd) = (0, 0);
        end = spilled.Read(blocks[nextBlock++], ref buffer).Length;
        return true;
    }
}
