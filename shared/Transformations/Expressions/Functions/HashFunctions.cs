using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Digests of values, taken as text, in small hexadecimal digits.</summary>
internal static class HashFunctions
{
    private const string Category = "hash";
    private const int MaxLengthDigits = 10;

    public static Function[] All { get; } =
    [
        Sha("sha256", "sha256('a')", "\"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\""),
        Sha("sha384", "left(sha384('a'), 16)", "\"54a59b9f22b0b808\""),
        Sha("sha512", "left(sha512('a'), 16)", "\"1f40fc92da241694\""),
        Function.Of(Category, "The MD5 of the value as text, in small hexadecimal digits. For keys and comparisons only: it protects nothing.", "md5('a')", "\"0cc175b9c0f1b6a831c399e269772661\"",
            ("md5(value: any) -> string", Md5)),
        Function.Of(Category, "A key for a record without one: the SHA-256, in small hexadecimal digits, of the values as text, told apart from each other and null from text.", "left(surrogate_key('ORD-1', 5, null), 16)", "\"8425e896c50963b6\"",
            ("surrogate_key(values: any?...) -> string", SurrogateKey)),
    ];

    private static Function Sha(string name, string example, string result) =>
        Function.Operation(Category, "hash", [], $"{name}(value: any) -> string", $"The SHA-{name[3..]} of the value as text, in small hexadecimal digits.", example, result, ("algorithm", name));

    private static void SurrogateKey(Invocation call)
    {
        var text = call.Writer();
        Span<byte> room = stackalloc byte[ValueText.Room];
        for (var i = 0; i < call.Count; i++)
        {
            var value = call.Value(i);
            if (ValueOrder.IsNull(value))
            {
                text.Write("-,"u8);
                continue;
            }

            // With its length before it, no text can pass for the end of one value and the beginning of the next.
            var written = ValueText.Of(value, room);
            Utf8Formatter.TryFormat(written.Length, text.GetSpan(MaxLengthDigits), out var digits);
            text.Advance(digits);
            text.Write(":"u8);
            text.Write(written);
            text.Write(","u8);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> hex = stackalloc byte[SHA256.HashSizeInBytes * 2];
        SHA256.HashData(text.WrittenSpan, digest);
        Convert.TryToHexStringLower(digest, hex, out var length);
        call.Return(hex[..length]);
    }

    [SuppressMessage("Security", "CA5351", Justification = "Systems at the other end key their records by it; its description says that it protects nothing.")]
    private static void Md5(Invocation call)
    {
        Span<byte> room = stackalloc byte[ValueText.Room];
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        Span<byte> text = stackalloc byte[MD5.HashSizeInBytes * 2];
        MD5.HashData(ValueText.Of(call.Value(0), room), digest);
        Convert.TryToHexStringLower(digest, text, out var written);
        call.Return(text[..written]);
    }
}
