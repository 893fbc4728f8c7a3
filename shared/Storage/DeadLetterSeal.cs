using System.Buffers.Binary;
using System.Text;

namespace DataAggregator.Storage;

/// <summary>Encrypts what dead letters of one run hold, under the run's data key. The run's id is authenticated with it. For one caller at a time.</summary>
internal sealed class DeadLetterSeal(byte[] key, string runId) : IDisposable
{
    private readonly DataSeal seal = new(key);
    private readonly byte[] associated = Encoding.UTF8.GetBytes($"dead letter of {runId}");

    /// <summary>Seals the reasons and the record together: messages may quote the record.</summary>
    public byte[] Seal(string errors, ReadOnlySpan<byte> record)
    {
        var length = Encoding.UTF8.GetByteCount(errors);
        var plain = new byte[sizeof(int) + length + record.Length];
        BinaryPrimitives.WriteInt32LittleEndian(plain, length);
        Encoding.UTF8.GetBytes(errors, plain.AsSpan(sizeof(int)));
        record.CopyTo(plain.AsSpan(sizeof(int) + length));
        return seal.Seal(plain, associated);
    }

    /// <summary>What <see cref="Seal"/> was given.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed, or belongs to another run.</exception>
    public (string Errors, byte[] Record) Open(ReadOnlySpan<byte> content)
    {
        var plain = seal.Open(content, associated);
        var length = BinaryPrimitives.ReadInt32LittleEndian(plain);
        return (Encoding.UTF8.GetString(plain, sizeof(int), length), plain[(sizeof(int) + length)..]);
    }

    public void Dispose() => seal.Dispose();
}
