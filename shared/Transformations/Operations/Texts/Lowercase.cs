using System.Text;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Text in small letters.</summary>
internal sealed class Lowercase : CaseOperation
{
    public override OperationSpec Spec => MakeSpec(
        "text",
        "Writes text in small letters.",
        """{"input":"JOHN.DOE@EXAMPLE.COM","output":"john.doe@example.com"}""");

    protected override void ApplyAscii(ReadOnlySpan<byte> texts, ReadOnlySpan<int> offsets, Span<byte> result) => Ascii.ToLower(texts, result, out _);

    protected override Rune Map(Rune letter, bool inWord) => Rune.ToLowerInvariant(letter);
}
