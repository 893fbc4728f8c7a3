using System.Buffers.Binary;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Joins;

/// <summary>The keys by which runs of matches are merged: the sequences of the record at hand and of its match; or of an unmatched record alone.</summary>
internal static class MatchOrder
{
    /// <summary>The keys of so many records, one after the other in <paramref name="written"/>.</summary>
    public static Column Column(ReadOnlySpan<byte> written, int count)
    {
        var keys = new BytesBuilder(DataType.Binary, count);
        var length = written.Length / count;
        for (var i = 0; i < count; i++)
            keys.Append(written.Slice(i * length, length));
        return keys.Build();
    }

    /// <summary>The sequence of the record at hand.</summary>
    public static long LeftOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt64BigEndian(key);
}
