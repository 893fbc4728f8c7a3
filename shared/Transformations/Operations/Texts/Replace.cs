using System.Buffers;
using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations.Texts;

/// <summary>Text with a piece of it replaced, letter for letter; <c>regex_replace</c> replaces what matches a pattern.</summary>
internal sealed class Replace : TextOperation<Replace.Options>
{
    private byte[] search = [];
    private byte[] replacement = [];

    public sealed record Options
    {
        [Description("The text to look for, letter for letter.")]
        public required string Search { get; init; }

        [Description("What to put in its place; nothing takes it out.")]
        public string Replacement { get; init; } = "";

        [Description("Whether only the first occurrence is replaced.")]
        public bool FirstOnly { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "text",
        "Replaces a piece of text wherever it stands.",
        """{"input":"1.234,50","parameters":{"search":".","replacement":""},"output":"1234,50"}""");

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        search = Encoding.UTF8.GetBytes(parameters.Search);
        replacement = Encoding.UTF8.GetBytes(parameters.Replacement);
        if (search.Length == 0)
            problems.Add($"{path}.search", "must be at least one character.");
    }

    protected override OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run)
    {
        for (var at = text.IndexOf(search); at >= 0; at = text.IndexOf(search))
        {
            result.Write(text[..at]);
            result.Write(replacement);
            text = text[(at + search.Length)..];
            if (Parameters.FirstOnly)
                break;
        }

        result.Write(text);
        return null;
    }
}
