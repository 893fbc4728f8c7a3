using System.Numerics;

namespace DataAggregator.Core.Profiles;

/// <summary>How parts of a profile that is not finished are stored.</summary>
internal static class StateCoding
{
    public static void Write(BinaryWriter writer, BigInteger value)
    {
        var bytes = value.ToByteArray();
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    public static BigInteger ReadInteger(BinaryReader reader) => new(reader.ReadBytes(reader.Read7BitEncodedInt()));

    public static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    public static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(reader.Read7BitEncodedInt());
}
