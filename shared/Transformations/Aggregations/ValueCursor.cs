using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Reads the values of a group that stand in blocks of one run.</summary>
internal sealed class ValueCursor(SpilledBlocks file, IReadOnlyList<SpilledBlocks.Block> blocks)
{
    private byte[] buffer = [];
    private int nextBlock;
    private int start;
    private int length;
    private int end;

    /// <summary>The value at hand.</summary>
    public ReadOnlySpan<byte> Value => buffer.AsSpan(start, length);

    /// <summary>Goes to the next value.</summary>
    /// <returns>False when there is none.</returns>
    public bool Move()
    {
        start += length;
        if (start == end)
        {
            if (nextBlock == blocks.Count)
                return false;
            end = file.Read(blocks[nextBlock++], ref buffer).Length;
            start = 0;
        }

        var rest = (ReadOnlySpan<byte>)buffer.AsSpan(start, end - start);
        length = (int)WrittenBytes.ReadShort(ref rest);
        start = end - rest.Length;
        return true;
    }
}
