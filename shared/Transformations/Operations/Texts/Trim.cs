using System.Buffers;
using System.ComponentModel;
using System.Text;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Text without white space, or other characters, at its ends; white space is whatever Unicode knows as such.</summary>
internal sealed class Trim : TextOperation<Trim.Options>
{
    private HashSet<Rune>? characters;

    public sealed record Options
    {
        [Description("The ends to trim.")]
        public TextSides Sides { get; init; }

        [Description("The characters to take off, in place of white space.")]
        public string? Characters { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "text",
        "Takes white space, or the characters given, off the ends of text.",
        """{"input":"  two words ","output":"two words"}""");

    protected override void Prepare(Options parameters, string path, Core.Configuration.Problems problems) =>
        characters = parameters.Characters is { Length: > 0 } given ? [.. given.EnumerateRunes()] : null;

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        if (Parameters.Sides != TextSides.Right)
        {
            while (text.Length > 0 && Rune.DecodeFromUtf8(text, out var first, out var length) == OperationStatus.Done && GoesAway(first))
                text = text[length..];
        }

        if (Parameters.Sides != TextSides.Left)
        {
            while (text.Length > 0 && Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done && GoesAway(last))
                text = text[..^length];
        }

        result.Write(text);
        return null;
    }

    private bool GoesAway(Rune letter) => characters is null ? Rune.IsWhiteSpace(letter) : characters.Contains(letter);
}
