using System.Buffers;

namespace DataAggregator.Transformations.Operations.Encodings;

/// <summary>Text as it may stand in any part of an address.</summary>
internal sealed class UrlEncode : TextOperation<NoParameters>
{
    private static readonly SearchValues<byte> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    public override OperationSpec Spec => MakeSpec(
        "encoding",
        "Writes text so that it may stand in any part of an address: all but letters, digits and -._~ as %XX.",
        """{"input":"a b&é","output":"a%20b%26%C3%A9"}""");

    protected override bool TakesAnyValue => true;

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        for (var at = text.IndexOfAnyExcept(Unreserved); at >= 0; at = text.IndexOfAnyExcept(Unreserved))
        {
            result.Write(text[..at]);
            result.Write([(byte)'%', "0123456789ABCDEF"u8[text[at] >> 4], "0123456789ABCDEF"u8[text[at] & 15]]);
            text = text[(at + 1)..];
        }

        result.Write(text);
        return null;
    }
}
