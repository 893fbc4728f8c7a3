using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Security;

namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>Values as tokens that stand for them: the same key gives the same token for the same value, everywhere.</summary>
internal sealed class Tokenize : TextOperation<Tokenize.Options>
{
    private readonly ArrayBufferWriter<byte> counted = new();
    private byte[] key = [];

    public sealed record Options
    {
        [Description("The key; write ${name} to take it from the pipeline's parameters.")]
        public required Secret SecretKey { get; init; }

        [Description("Characters of the token; without it 16. Not with preserve_format.")]
        [Range(8, 64)]
        public int? Length { get; init; }

        [Description("Whether the token looks like the value: a digit for each digit, a letter for each letter, all else as it is.")]
        public bool PreserveFormat { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "privacy",
        "Replaces a value by a token that the key makes of it: equal values get equal tokens, in every run. There is no way back. Short values with preserve_format can share a token.",
        """{"input":"DE-4711","parameters":{"secret_key":"k","preserve_format":true},"output":"QK-4761"}""");

    protected override bool TakesAnyValue => true;

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        key = Encoding.UTF8.GetBytes(parameters.SecretKey.Reveal());
        if (key.Length == 0)
            problems.Add($"{path}.secret_key", "must not be empty: without a key anybody could make the tokens.");
        if (parameters.PreserveFormat && parameters.Length is not null)
            problems.Add($"{path}.length", "does not go with preserve_format, which keeps the value's own length.");
    }

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        Span<byte> digest = stackalloc byte[Digests.MaxLength];
        if (Parameters.PreserveFormat)
        {
            WriteAlike(text, digest, result);
            return null;
        }

        Digests.Compute(DigestAlgorithm.Sha256, key, text, digest);
        Span<byte> token = stackalloc byte[64];
        Convert.TryToHexStringLower(digest[..32], token, out _);
        result.Write(token[..(Parameters.Length ?? 16)]);
        return null;
    }

    private void WriteAlike(ReadOnlySpan<byte> text, Span<byte> digest, IBufferWriter<byte> result)
    {
        counted.ResetWrittenCount();
        counted.Write(text);
        var left = 0;
        while (text.Length > 0)
        {
            Rune.DecodeFromUtf8(text, out var letter, out var length);
            if (left == 0)
            {
                // Each block digests one byte more than the last, so that a long value does not repeat its token.
                left = Digests.Compute(DigestAlgorithm.Sha256, key, counted.WrittenSpan, digest);
                counted.Write("\0"u8);
            }

            left -= 2;
            var random = (digest[left] << 8) | digest[left + 1];
            if (Alike(letter, random) is { } alike)
                result.Write([alike]);
            else
                result.Write(text[..length]);
            text = text[length..];
        }
    }

    private static byte? Alike(Rune letter, int random)
    {
        if (Rune.IsDigit(letter))
            return (byte)('0' + (random % 10));
        if (Rune.IsUpper(letter))
            return (byte)('A' + (random % 26));
        return Rune.IsLetter(letter) ? (byte)('a' + (random % 26)) : null;
    }
}
