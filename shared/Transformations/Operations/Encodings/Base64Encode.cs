using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel;

namespace DataAggregator.Transformations.Operations.Encodings;

/// <summary>Text as the base64 of its UTF-8 bytes.</summary>
internal sealed class Base64Encode : TextOperation<Base64Encode.Options>
{
    public sealed record Options
    {
        [Description("Whether the alphabet is that of addresses: - and _ for + and /, no = at the end.")]
        public bool UrlSafe { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "encoding",
        "Writes text as the base64 of its UTF-8 bytes.",
        """{"input":"é?>","output":"w6k/Pg=="}""");

    protected override bool TakesAnyValue => true;

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        var room = result.GetSpan(Base64.GetMaxEncodedToUtf8Length(text.Length));
        int written;
        if (Parameters.UrlSafe)
            written = Base64Url.EncodeToUtf8(text, room);
        else
            Base64.EncodeToUtf8(text, room, out _, out written);
        result.Advance(written);
        return null;
    }
}
