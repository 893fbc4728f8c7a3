using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace DataAggregator.Transformations.Operations.Encodings;

/// <summary>The text that base64, of either alphabet, stands for.</summary>
internal sealed class Base64Decode : TextOperation<NoParameters>
{
    private static readonly OperationFailure NotBase64 = new("not_base64", "The value is no base64.");
    private static readonly OperationFailure NotUtf8 = new("not_utf8", "The bytes that the value stands for are no UTF-8 text; cast the field to binary to keep them.");

    public override OperationSpec Spec => MakeSpec(
        "encoding",
        "Reads base64, of the ordinary alphabet or that of addresses, as the UTF-8 text that it stands for.",
        """{"input":"w6k_Pg","output":"é?>"}""");

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        var room = result.GetSpan(Base64.GetMaxDecodedFromUtf8Length(text.Length + 3));
        var status = text.ContainsAny((byte)'-', (byte)'_') || text.Length % 4 != 0
            ? Base64Url.DecodeFromUtf8(text, room, out _, out var written)
            : Base64.DecodeFromUtf8(text, room, out _, out written);
        if (status != OperationStatus.Done)
            return NotBase64;
        if (!Utf8.IsValid(room[..written]))
            return NotUtf8;
        result.Advance(written);
        return null;
    }
}
