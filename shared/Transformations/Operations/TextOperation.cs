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
    /// <summary>What <see cref="Write(ReadOnlySpan{byte}, IBufferWriter{byte}, OperationRun)"/> answers where null becomes of the text; it is no failure.</summary>
    protected static readonly OperationFailure Null = new("", "");

    private static readonly OperationFailure NotText = new("not_text", "The value is not text; cast it to string first.");

    /// <summary>Whether numbers, dates and all else are taken too, as the text that they are written as; the result is text then.</summary>
    protected virtual bool TakesAnyValue => false;

    /// <summary>Whether null may become of a text.</summary>
    protected virtual bool MakesNulls => false;

    public sealed override Field Describe(Field input, string path, Problems problems)
    {
        var nullable = input.Nullable || MakesNulls;
        if (TakesAnyValue)
            return input with { Type = DataType.String, SourceType = null, Nullable = nullable };
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on text; cast it to string first.");
        return input with { SourceType = null, Nullable = nullable };
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
        var failure = Write(ValueText.Of(value, room), result.Text, run);
        if (failure is null)
            result.EndText();
        else if (failure == Null)
            result.AppendNull();
        return failure == Null ? null : failure;
    }

    /// <summary>Writes what becomes of <paramref name="text"/>, or says why it cannot be taken.</summary>
    protected abstract OperationFailure? Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, OperationRun run);
}
