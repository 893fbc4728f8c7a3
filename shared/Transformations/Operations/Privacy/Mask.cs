using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Operations.Texts;

namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>Text with its characters hidden, but for some at its ends.</summary>
internal sealed class Mask : TextOperation<Mask.Options>
{
    private byte[] with = [];

    public sealed record Options
    {
        [Description("Characters to show at the beginning.")]
        [Range(0, 1000)]
        public int KeepFirst { get; init; }

        [Description("Characters to show at the end.")]
        [Range(0, 1000)]
        public int KeepLast { get; init; }

        [Description("The character that the others become.")]
        public string With { get; init; } = "*";

        [Description("Whether characters that are no letters or digits, such as - and @, stay.")]
        public bool KeepPunctuation { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "privacy",
        "Hides the characters of a value but for some at its ends. One with no more characters than are kept is hidden whole.",
        """{"input":"4111-1111-1111-1234","parameters":{"keep_last":4,"keep_punctuation":true},"output":"****-****-****-1234"}""");

    protected override bool TakesAnyValue => true;

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        with = Encoding.UTF8.GetBytes(parameters.With);
        if (CharacterCount.Of(with) != 1)
            problems.Add($"{path}.with", $"must be one character, not '{parameters.With}'.");
    }

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        var count = CharacterCount.Of(text);
        var (first, last) = Parameters.KeepFirst + Parameters.KeepLast >= count ? (0, count) : (Parameters.KeepFirst, count - Parameters.KeepLast);
        for (var i = 0; text.Length > 0; i++)
        {
            Rune.DecodeFromUtf8(text, out var letter, out var length);
            var shown = i < first || i >= last || (Parameters.KeepPunctuation && !Rune.IsLetterOrDigit(letter));
            result.Write(shown ? text[..length] : with);
            text = text[length..];
        }

        return null;
    }
}
