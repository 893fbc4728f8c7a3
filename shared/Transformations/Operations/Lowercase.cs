using System.Text;

namespace DataAggregator.Transformations.Operations;

/// <summary>Text in small letters.</summary>
internal sealed class Lowercase : CaseOperation
{
    protected override void ApplyAscii(ReadOnlySpan<byte> texts, ReadOnlySpan<int> offsets, Span<byte> result) => Ascii.ToLower(texts, result, out _);

    protected override Rune Map(Rune letter, Rune previous) => Rune.ToLowerInvariant(letter);
}
