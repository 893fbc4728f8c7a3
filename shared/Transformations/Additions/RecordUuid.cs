using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Additions;

/// <summary>Version 5 UUIDs of run, partition and ordinal: the same record of the same run always has the same.</summary>
internal static class RecordUuid
{
    private static readonly Guid Namespace = new("6f0c4c1e-7d0b-5a4e-9c55-2f8a5d3e8b11");

    /// <summary>The UUID of every row as text. Several records that came of one differ by their number among them, and by the branch in which they got it.</summary>
    public static Column Column(RecordBatch batch, StepScope scope)
    {
        var run = Encoding.UTF8.GetBytes(scope.Context.RunId);
        var branch = Encoding.UTF8.GetBytes(scope.Origins.Branch);
        var name = new byte[16 + run.Length + sizeof(int) + sizeof(long) + sizeof(int) + branch.Length];
        Namespace.TryWriteBytes(name, bigEndian: true, out _);
        run.CopyTo(name, 16);
        var place = name.AsSpan(16 + run.Length);
        BinaryPrimitives.WriteInt32BigEndian(place, batch.Partition);
        branch.CopyTo(name, name.Length - branch.Length);
        var builder = new BytesBuilder(DataType.String, batch.RowCount);
        for (var row = 0; row < batch.RowCount; row++)
        {
            var copy = scope.Origins.CopyOf(row);
            BinaryPrimitives.WriteInt64BigEndian(place[sizeof(int)..], scope.Origins.OrdinalOf(row));
            BinaryPrimitives.WriteInt32BigEndian(place[(sizeof(int) + sizeof(long))..], copy);
            Utf8Formatter.TryFormat(FromName(copy == 0 && branch.Length == 0 ? name.AsSpan(0, name.Length - sizeof(int)) : name), builder.GetSpan(36), out var written);
            builder.Advance(written);
            builder.EndValue();
        }

        return builder.Build();
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 defines version 5 by SHA-1; it identifies and protects nothing.")]
    private static Guid FromName(ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
