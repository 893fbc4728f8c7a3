using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>A piece of text by the position of its characters.</summary>
internal sealed class Substring : TextOperation<Substring.Options>
{
    public sealed record Options
    {
        [Description("The first character to keep, counted from 0; below 0 counted from the end.")]
        public int Start { get; init; }

        [Description("The characters to keep; without it, all to the end.")]
        [Range(0, int.MaxValue)]
        public int? Length { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "text",
        "Keeps a piece of text, by the position of its characters.",
        """{"input":"CUST-00123","parameters":{"start":-5,"length":3},"output":"001"}""");

    protected override bool TakesAnyValue => true;

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        // A text that is shorter than a start from its end is kept from its beginning.
        long start = Parameters.Start < 0 ? Math.Max(0, CharacterCount.Of(text) + Parameters.Start) : Parameters.Start;
        text = text[CharacterCount.OffsetOf(text, start)..];
        result.Write(Parameters.Length is { } length ? text[..CharacterCount.OffsetOf(text, length)] : text);
        return null;
    }
}
