using System.Buffers;
using System.ComponentModel;
using System.Text.Unicode;

namespace DataAggregator.Transformations.Operations.Encodings;

/// <summary>The text that a part of an address stands for.</summary>
internal sealed class UrlDecode : TextOperation<UrlDecode.Options>
{
    private static readonly OperationFailure NotEncoded = new("not_url_encoded", "The value has a % that two hexadecimal digits do not follow, or stands for bytes that are no UTF-8 text.");
    private readonly ArrayBufferWriter<byte> decoded = new();

    public sealed record Options
    {
        [Description("Whether + stands for a space, as in forms and queries.")]
        public bool PlusIsSpace { get; init; } = true;
    }

    public override OperationSpec Spec => MakeSpec(
        "encoding",
        "Reads text as it stands in an address.",
        """{"input":"a+b%26%C3%A9","output":"a b&é"}""");

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        decoded.ResetWrittenCount();
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == '+' && Parameters.PlusIsSpace)
                letter = (byte)' ';
            if (letter == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2]))
                    return NotEncoded;
                letter = (byte)((Digit(text[i + 1]) << 4) | Digit(text[i + 2]));
                i += 2;
            }

            decoded.Write([letter]);
        }

        if (!Utf8.IsValid(decoded.WrittenSpan))
            return NotEncoded;
        result.Write(decoded.WrittenSpan);
        return null;
    }

    private static int Digit(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
}
