using System.Buffers;
using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Security;

namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>Values as their SHA-2 digest.</summary>
internal sealed class Hash : TextOperation<Hash.Options>
{
    private readonly ArrayBufferWriter<byte> salted = new();
    private byte[] salt = [];

    public sealed record Options
    {
        [Description("The hash function.")]
        public DigestAlgorithm Algorithm { get; init; }

        [Description("Text put before every value, so that digests cannot be looked up in tables of common values.")]
        public Secret? Salt { get; init; }

        [Description("How the digest is written.")]
        public DigestEncoding Encoding { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "privacy",
        "Replaces a value by its SHA-2 digest: equal values stay equal, and nobody can tell what they were. Use hmac where values can be guessed.",
        """{"input":"abc","output":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}""");

    protected override bool TakesAnyValue => true;

    protected override void Prepare(Options parameters, string path, Problems problems) => salt = Encoding.UTF8.GetBytes(parameters.Salt?.Reveal() ?? "");

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        if (salt.Length > 0)
        {
            salted.ResetWrittenCount();
            salted.Write(salt);
            salted.Write(text);
            text = salted.WrittenSpan;
        }

        Span<byte> digest = stackalloc byte[Digests.MaxLength];
        Digests.Write(digest[..Digests.Compute(Parameters.Algorithm, null, text, digest)], Parameters.Encoding, result);
        return null;
    }
}
