using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Text made as long as wanted by a character at one end or both.</summary>
internal sealed class Pad : TextOperation<Pad.Options>
{
    private byte[] with = [];

    public sealed record Options
    {
        [Description("The characters that the text has at least; a longer one stays as it is.")]
        [Range(1, 10_000)]
        public required int Length { get; init; }

        [Description("The character to pad with.")]
        public string With { get; init; } = " ";

        [Description("The end to pad; both centres the text.")]
        public TextSides Side { get; init; } = TextSides.Left;
    }

    public override OperationSpec Spec => MakeSpec(
        "text",
        "Makes text, or a number as text, at least so many characters long.",
        """{"input":42,"parameters":{"length":6,"with":"0"},"output":"000042"}""");

    protected override bool TakesAnyValue => true;

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        with = Encoding.UTF8.GetBytes(parameters.With);
        if (CharacterCount.Of(with) != 1)
            problems.Add($"{path}.with", $"must be one character, not '{parameters.With}'.");
    }

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        var missing = Math.Max(0, Parameters.Length - CharacterCount.Of(text));
        var left = Parameters.Side switch { TextSides.Left => missing, TextSides.Right => 0, _ => missing / 2 };
        for (var i = 0; i < left; i++)
            result.Write(with);
        result.Write(text);
        for (var i = left; i < missing; i++)
            result.Write(with);
        return null;
    }
}
