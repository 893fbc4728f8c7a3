using System.Buffers;
using System.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>An operation on letters, one by one. A column of nothing but ASCII goes through in one pass over its bytes.</summary>
internal abstract class CaseOperation : TextOperation<NoParameters>
{
    protected sealed override Column? ApplyWhole(Column column)
    {
        if (column is not BytesColumn { Type: DataType.String } input || !Ascii.IsValid(input.Data))
            return null;
        var data = ArrayPool<byte>.Shared.Rent(Math.Max(input.Data.Length, 1));
        var offsets = ArrayPool<int>.Shared.Rent(input.Length + 1);
        input.Offsets.CopyTo(offsets);
        ApplyAscii(input.Data, input.Offsets, data);
        return new BytesColumn(DataType.String, data, offsets, input.Length, input.Nulls, input.Absent);
    }

    protected sealed override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        if (Ascii.IsValid(text))
        {
            ApplyAscii(text, [0, text.Length], result.GetSpan(text.Length));
            result.Advance(text.Length);
            return null;
        }

        var chars = run.Scratch.Decode(text);
        var inWord = false;
        for (var i = 0; i < chars.Length;)
        {
            Rune.DecodeFromUtf16(chars[i..], out var letter, out var length);
            var mapped = Map(letter, inWord);
            // No letter has its other case in another plane, so this holds; were one to appear, it would stay as it is.
            if (mapped.Utf16SequenceLength == length)
                mapped.EncodeToUtf16(chars[i..]);
            inWord = GoesOn(letter, inWord);
            i += length;
        }

        result.Advance(Encoding.UTF8.GetBytes(chars, result.GetSpan(Encoding.UTF8.GetMaxByteCount(chars.Length))));
        return null;
    }

    /// <summary>Writes what becomes of ASCII texts, one between each two <paramref name="offsets"/>, at the same offsets.</summary>
    protected abstract void ApplyAscii(ReadOnlySpan<byte> texts, ReadOnlySpan<int> offsets, Span<byte> result);

    /// <summary>What becomes of a letter.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="inWord">Whether the word that it stands in began before it.</param>
    protected abstract Rune Map(Rune letter, bool inWord);

    /// <summary>Whether what follows a letter is of one word with it.</summary>
    protected virtual bool GoesOn(Rune letter, bool inWord) => false;
}
