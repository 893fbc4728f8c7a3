using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Incremental;

/// <summary>Tells records of one cursor value apart by 16 bytes of SHA-256.</summary>
internal static class RecordDigest
{
    /// <summary>The digest of a record's key fields; of the whole record where there is no key.</summary>
    public static UInt128 Of(RecordBatch batch, int row, IReadOnlyList<string> key)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (key.Count == 0)
                RecordJson.Write(writer, batch, row);
            else
                WriteKey(writer, batch, row, key);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static void WriteKey(Utf8JsonWriter writer, RecordBatch batch, int row, IReadOnlyList<string> key)
    {
        writer.WriteStartArray();
        foreach (var name in key)
        {
            if (batch.Find(name) is { } column && column.IsPresent(row))
                RecordJson.WriteValue(writer, column, row);
            else
                writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }
}
