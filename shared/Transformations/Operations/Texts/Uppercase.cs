using System.Text;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Text in capital letters.</summary>
internal sealed class Uppercase : CaseOperation
{
    public override OperationSpec Spec => MakeSpec(
        "text",
        "Writes text in capital letters.",
        """{"input":"straße 5a","output":"STRAßE 5A"}""");

    protected override void ApplyAscii(ReadOnlySpan<byte> texts, ReadOnlySpan<int> offsets, Span<byte> result) => Ascii.ToUpper(texts, result, out _);

    protected override Rune Map(Rune letter, bool inWord) => Rune.ToUpperInvariant(letter);
}
