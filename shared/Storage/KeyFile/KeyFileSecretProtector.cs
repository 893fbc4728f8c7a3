using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Security;

namespace DataAggregator.Storage.KeyFile;

/// <summary>
/// Encrypts each secret with AES-256-GCM under a data key of its own, and the data key under the key-encryption key of a local file. The text
/// is <c>enc:v1:</c> and base64url of: key id (8 bytes), the sealed data key, the sealed secret; sealed is nonce (12), tag (16), ciphertext.
/// Version, key id and purpose are authenticated with both.
/// </summary>
internal sealed class KeyFileSecretProtector : ISecretProtector
{
    private const string Prefix = "enc:v1:";
    private const int KeyIdSize = 8;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int SealedKeySize = NonceSize + TagSize + EncryptionKeyFile.KeySize;

    private readonly string path;
    private readonly byte[] key;
    private readonly byte[] keyId;

    private KeyFileSecretProtector(string path, byte[] key)
    {
        this.path = path;
        this.key = key;
        keyId = HMACSHA256.HashData(key, "key id"u8)[..KeyIdSize];
    }

    /// <summary>With the key of that file, which is made, for its owner alone, when there is none.</summary>
    /// <exception cref="CryptographicException">The file is no key, or others may read it.</exception>
    public static KeyFileSecretProtector Open(string path) => new(path, EncryptionKeyFile.ReadOrCreate(path));

    public Task<string> ProtectAsync(string plaintext, CancellationToken cancellationToken)
    {
        var dataKey = RandomNumberGenerator.GetBytes(EncryptionKeyFile.KeySize);
        byte[] bytes = [.. keyId, .. Seal(key, dataKey, "data key"), .. Seal(dataKey, Encoding.UTF8.GetBytes(plaintext), "secret")];
        CryptographicOperations.ZeroMemory(dataKey);
        return Task.FromResult(Prefix + Base64Url.EncodeToString(bytes));
    }

    public Task<string> UnprotectAsync(string protectedText, CancellationToken cancellationToken)
    {
        var bytes = Decode(protectedText);
        if (!bytes.AsSpan(0, KeyIdSize).SequenceEqual(keyId))
            throw new CryptographicException($"A stored secret was encrypted under another key than that of {path}: restore the key file it was stored with, or enter the secret again.");
        var sealedKey = bytes.AsSpan(KeyIdSize, SealedKeySize);
        var dataKey = Open(key, sealedKey, "data key");
        var plaintext = Open(dataKey, bytes.AsSpan(KeyIdSize + SealedKeySize), "secret");
        CryptographicOperations.ZeroMemory(dataKey);
        return Task.FromResult(Encoding.UTF8.GetString(plaintext));
    }

    private static byte[] Decode(string text)
    {
        var encoded = text.StartsWith(Prefix, StringComparison.Ordinal) ? text.AsSpan(Prefix.Length) : default;
        if (encoded.IsEmpty || !Base64Url.IsValid(encoded))
            throw Changed();
        var bytes = Base64Url.DecodeFromChars(encoded);
        return bytes.Length >= KeyIdSize + SealedKeySize + NonceSize + TagSize ? bytes : throw Changed();
    }

    private byte[] Seal(byte[] under, byte[] content, string purpose)
    {
        var result = new byte[NonceSize + TagSize + content.Length];
        var nonce = result.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(under, TagSize);
        cipher.Encrypt(nonce, content, result.AsSpan(NonceSize + TagSize), result.AsSpan(NonceSize, TagSize), Associated(purpose));
        return result;
    }

    private byte[] Open(byte[] under, ReadOnlySpan<byte> content, string purpose)
    {
        var result = new byte[content.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(under, TagSize);
        try
        {
            cipher.Decrypt(content[..NonceSize], content[(NonceSize + TagSize)..], content.Slice(NonceSize, TagSize), result, Associated(purpose));
        }
        catch (AuthenticationTagMismatchException changed)
        {
            throw Changed(changed);
        }

        return result;
    }

    private byte[] Associated(string purpose) => [.. Encoding.UTF8.GetBytes(Prefix), .. keyId, .. Encoding.UTF8.GetBytes(purpose)];

    private static CryptographicException Changed(Exception? inner = null) =>
        new("A stored secret was changed since it was encrypted, or is not one: enter it again.", inner);
}
