using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>Blocks of bytes, of any partition, one after the other in one spill file. Safe for use by several workers.</summary>
internal sealed class SpilledBlocks(ISpillStore spill) : IDisposable
{
    private readonly Lock mutex = new();
    private Stream? file;
    private long end;

    /// <summary>Where a block stands.</summary>
    /// <param name="Start">Its first byte.</param>
    /// <param name="Length">Its length.</param>
    public readonly record struct Block(long Start, int Length);

    /// <summary>Writes a block.</summary>
    public Block Write(ReadOnlySpan<byte> content)
    {
        lock (mutex)
        {
            file ??= spill.Create();
            var block = new Block(end, content.Length);
            file.Write(content);
            end += content.Length;
            return block;
        }
    }

    /// <summary>Reads a block into a buffer that grows with it; after the last one was written.</summary>
    public ReadOnlySpan<byte> Read(Block block, ref byte[] buffer)
    {
        if (buffer.Length < block.Length)
            buffer = new byte[block.Length];
        var read = buffer.AsSpan(0, block.Length);
        lock (mutex)
        {
            file!.Position = block.Start;
            file.ReadExactly(read);
        }

        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}
