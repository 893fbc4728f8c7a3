using System.Buffers;
using System.Text;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations;

/// <summary>Text without white space at its ends, whatever white space Unicode knows.</summary>
internal sealed class Trim : TextOperation
{
    protected override void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, Scratch scratch)
    {
        while (text.Length > 0 && Rune.DecodeFromUtf8(text, out var first, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(first))
            text = text[length..];
        while (text.Length > 0 && Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done && Rune.IsWhiteSpace(last))
            text = text[..^length];
        text.CopyTo(result.GetSpan(text.Length));
        result.Advance(text.Length);
    }
}
