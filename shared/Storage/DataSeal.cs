using System.Security.Cryptography;

namespace DataAggregator.Storage;

/// <summary>
/// Encrypts records at rest with AES-256-GCM under a data key: nonce (12), tag (16), ciphertext. What a record belongs to is authenticated with it, so that none can be
/// passed off as another's. For one caller at a time.
/// </summary>
internal sealed class DataSeal(byte[] key) : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm cipher = new(key, TagSize);

    /// <summary>Seals a record that belongs to <paramref name="associated"/>.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var result = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceSize));
        cipher.Encrypt(result.AsSpan(0, NonceSize), plain, result.AsSpan(NonceSize + TagSize), result.AsSpan(NonceSize, TagSize), associated);
        return result;
    }

    /// <summary>What <see cref="Seal"/> was given.</summary>
    /// <exception cref="CryptographicException">It was changed, or belongs to something else.</exception>
    public byte[] Open(ReadOnlySpan<byte> content, ReadOnlySpan<byte> associated)
    {
        var plain = new byte[content.Length - NonceSize - TagSize];
        cipher.Decrypt(content[..NonceSize], content[(NonceSize + TagSize)..], content.Slice(NonceSize, TagSize), plain, associated);
        return plain;
    }

    public void Dispose() => cipher.Dispose();
}
