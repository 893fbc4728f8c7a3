using System.Text;

namespace DataAggregator.Transformations.Operations;

/// <summary>Text in capital letters.</summary>
internal sealed class Uppercase : CaseOperation
{
    protected override void ApplyAscii(ReadOnlySpan<byte> texts, ReadOnlySpan<int> offsets, Span<byte> result) => Ascii.ToUpper(texts, result, out _);

    protected override Rune Map(Rune letter, Rune previous) => Rune.ToUpperInvariant(letter);
}
