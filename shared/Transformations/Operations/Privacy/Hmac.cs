using System.Buffers;
using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Security;

namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>Values as their keyed digest.</summary>
internal sealed class Hmac : TextOperation<Hmac.Options>
{
    private byte[] key = [];

    public sealed record Options
    {
        [Description("The key; write ${name} to take it from the pipeline's parameters.")]
        public required Secret SecretKey { get; init; }

        [Description("The hash function.")]
        public DigestAlgorithm Algorithm { get; init; }

        [Description("How the digest is written.")]
        public DigestEncoding Encoding { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "privacy",
        "Replaces a value by its keyed digest (HMAC): equal values stay equal, and without the key none can be guessed.",
        """{"input":"what do ya want for nothing?","parameters":{"secret_key":"Jefe"},"output":"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"}""");

    protected override bool TakesAnyValue => true;

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        key = Encoding.UTF8.GetBytes(parameters.SecretKey.Reveal());
        if (key.Length == 0)
            problems.Add($"{path}.secret_key", "must not be empty: without a key anybody could make the digests.");
    }

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        Span<byte> digest = stackalloc byte[Digests.MaxLength];
        Digests.Write(digest[..Digests.Compute(Parameters.Algorithm, key, text, digest)], Parameters.Encoding, result);
        return null;
    }
}
