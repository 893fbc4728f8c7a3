using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DataAggregator.Storage;

/// <summary>
/// Encrypts what dead letters of one run hold, with AES-256-GCM under the run's data key: nonce (12), tag (16), ciphertext. The run's id is
/// authenticated with it, so that no record can be passed off as another run's. For one caller at a time.
/// </summary>
internal sealed class DeadLetterSeal(byte[] key, string runId) : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm cipher = new(key, TagSize);
    private readonly byte[] associated = Encoding.UTF8.GetBytes($"dead letter of {runId}");

    /// <summary>Seals the reasons and the record together: messages may quote the record.</summary>
    public byte[] Seal(string errors, ReadOnlySpan<byte> record)
    {
        var length = Encoding.UTF8.GetByteCount(errors);
        var plain = new byte[sizeof(int) + length + record.Length];
        BinaryPrimitives.WriteInt32LittleEndian(plain, length);
        Encoding.UTF8.GetBytes(errors, plain.AsSpan(sizeof(int)));
        record.CopyTo(plain.AsSpan(sizeof(int) + length));
        var result = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceSize));
        cipher.Encrypt(result.AsSpan(0, NonceSize), plain, result.AsSpan(NonceSize + TagSize), result.AsSpan(NonceSize, TagSize), associated);
        return result;
    }

    /// <summary>What <see cref="Seal"/> was given.</summary>
    /// <exception cref="CryptographicException">It was changed, or belongs to another run.</exception>
    public (string Errors, byte[] Record) Open(ReadOnlySpan<byte> content)
    {
        var plain = new byte[content.Length - NonceSize - TagSize];
        cipher.Decrypt(content[..NonceSize], content[(NonceSize + TagSize)..], content.Slice(NonceSize, TagSize), plain, associated);
        var length = BinaryPrimitives.ReadInt32LittleEndian(plain);
        return (Encoding.UTF8.GetString(plain, sizeof(int), length), plain[(sizeof(int) + length)..]);
    }

    public void Dispose() => cipher.Dispose();
}
