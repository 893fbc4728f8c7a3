using System.Buffers;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations;

/// <summary>An operation that makes text of text. In a json column, text is changed and all else stays, unless the operation takes any value as text.</summary>
/// <typeparam name="TParameters">As of <see cref="FieldOperation{TParameters}"/>.</typeparam>
internal abstract class TextOperation<TParameters> : ValueOperation<TParameters>
    where TParameters : class
{
    private static readonly OperationFailure NotText = new("not_text", "The value is not text; cast it to string first.");

    /// <summary>Whether numbers, dates and all else are taken too, as the text that they are written as; the result is text then.</summary>
    protected virtual bool TakesAnyValue => false;

    public sealed override Field Describe(Field input, string path, Problems problems)
    {
        if (TakesAnyValue)
            return input with { Type = DataType.String, SourceType = null };
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on text; cast it to string first.");
        return input with { SourceType = null };
    }

    protected sealed override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind != ValueKind.Text && !TakesAnyValue)
        {
            if (result.Type != DataType.Json)
                return NotText;
            result.Append(value);
            return null;
        }

        Span<byte> room = stackalloc byte[ValueText.Room];
        if (Write(ValueText.Of(value, room), result.Text, run) is { } failure)
            return failure;
        result.EndText();
        return null;
    }

    /// <summary>Writes what becomes of <paramref name="text"/>, or says why it cannot be taken.</summary>
    protected abstract OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run);
}
