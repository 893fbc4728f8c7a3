using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>Digests without an allocation.</summary>
internal static class Digests
{
    /// <summary>Bytes that hold any digest.</summary>
    public const int MaxLength = SHA512.HashSizeInBytes;

    /// <summary>The digest of <paramref name="text"/>, keyed where there is a key; returns its length.</summary>
    public static int Compute(DigestAlgorithm algorithm, byte[]? key, ReadOnlySpan<byte> text, Span<byte> digest) => (algorithm, key) switch
    {
        (DigestAlgorithm.Sha256, null) => SHA256.HashData(text, digest),
        (DigestAlgorithm.Sha384, null) => SHA384.HashData(text, digest),
        (DigestAlgorithm.Sha512, null) => SHA512.HashData(text, digest),
        (DigestAlgorithm.Sha256, _) => HMACSHA256.HashData(key, text, digest),
        (DigestAlgorithm.Sha384, _) => HMACSHA384.HashData(key, text, digest),
        _ => HMACSHA512.HashData(key!, text, digest),
    };

    /// <summary>Writes a digest as text.</summary>
    public static void Write(ReadOnlySpan<byte> digest, DigestEncoding encoding, IBufferWriter<byte> result)
    {
        int written;
        if (encoding == DigestEncoding.Hex)
            Convert.TryToHexStringLower(digest, result.GetSpan(digest.Length * 2), out written);
        else
            Base64.EncodeToUtf8(digest, result.GetSpan(Base64.GetMaxEncodedToUtf8Length(digest.Length)), out _, out written);
        result.Advance(written);
    }
}
