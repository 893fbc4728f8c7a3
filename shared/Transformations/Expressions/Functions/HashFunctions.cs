using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Digests of values, taken as text, in hexadecimal digits.</summary>
internal static class HashFunctions
{
    private const string Category = "hash";

    public static Function[] All { get; } =
    [
        Function.Of(Category, "The SHA-256 of the value as text, in small hexadecimal digits.", "sha256('a')", "\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\"",
            ("sha256(value: any) -> string", static call => Digest(call, SHA256.HashData, SHA256.HashSizeInBytes))),
        Function.Of(Category, "The SHA-512 of the value as text, in small hexadecimal digits.", "left(sha512('a'), 16)", "\"1f40fc92da241694\"",
            ("sha512(value: any) -> string", static call => Digest(call, SHA512.HashData, SHA512.HashSizeInBytes))),
        Function.Of(Category, "The MD5 of the value as text, in small hexadecimal digits. For keys and comparisons only: it protects nothing.", "md5('a')", "\"0cc175b9c0f1b6a831c399e269772661\"",
            ("md5(value: any) -> string", Md5)),
    ];

    private delegate int Hash(ReadOnlySpan<byte> source, Span<byte> destination);

    [SuppressMessage("Security", "CA5351", Justification = "Systems at the other end key their records by it; its description says that it protects nothing.")]
    private static void Md5(Invocation call) => Digest(call, MD5.HashData, MD5.HashSizeInBytes);

    private static void Digest(Invocation call, Hash hash, int size)
    {
        Span<byte> room = stackalloc byte[ValueText.Room];
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> text = stackalloc byte[SHA512.HashSizeInBytes * 2];
        hash(ValueText.Of(call.Value(0), room), digest);
        Convert.TryToHexStringLower(digest[..size], text, out var written);
        call.Return(text[..written]);
    }
}
