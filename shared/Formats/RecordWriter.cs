using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Formats;

/// <summary>
/// Writes the selected records of batches as text. What it writes for a batch can be appended to what it, or a writer of the same
/// fields in an earlier process, wrote before.
/// </summary>
public abstract class RecordWriter
{
    /// <summary>Writes what comes before the first record: a header, a bracket.</summary>
    public abstract void Begin(IBufferWriter<byte> output);

    /// <summary>Writes records.</summary>
    /// <param name="batch">The batch; the caller keeps, and disposes, it.</param>
    /// <param name="isFirst">Whether no record was written before.</param>
    /// <param name="output">Gets UTF-8 text.</param>
    public abstract void Write(RecordBatch batch, bool isFirst, IBufferWriter<byte> output);

    /// <summary>Writes what comes after the last record.</summary>
    public abstract void End(IBufferWriter<byte> output);
}
