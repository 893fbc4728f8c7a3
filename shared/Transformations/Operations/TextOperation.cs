using System.Buffers;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations;

/// <summary>An operation that makes text of text. In a json column, text is changed and all else stays.</summary>
internal abstract class TextOperation : FieldOperation
{
    private readonly ArrayBufferWriter<byte> changed = new();

    public sealed override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.String or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {input.Type.ToString().ToLowerInvariant()}, but the operation works on text.");
        return input with { SourceType = null };
    }

    public sealed override Column Apply(Column input, StepScope scope)
    {
        if (input is not BytesColumn { Type: DataType.String or DataType.Json } text)
            return input.Retain();
        if (text.Type == DataType.String && ApplyWhole(text) is { } whole)
            return whole;
        var builder = new BytesBuilder(text.Type, text.Length);
        for (var row = 0; row < text.Length; row++)
        {
            if (!text.IsPresent(row))
            {
                builder.AppendFrom(text, row);
            }
            else if (text.Type == DataType.String)
            {
                Write(text[row], builder, scope.Scratch);
                builder.EndValue();
            }
            else
            {
                AppendJson(text[row], builder, scope.Scratch);
            }
        }

        return builder.Build();
    }

    /// <summary>The whole column in one pass, where the operation has one for what the column holds; else null.</summary>
    protected virtual Column? ApplyWhole(BytesColumn input) => null;

    /// <summary>Writes what becomes of <paramref name="text"/>.</summary>
    protected abstract void Write(ReadOnlySpan<byte> text, IBufferWriter<byte> result, Scratch scratch);

    private void AppendJson(ReadOnlySpan<byte> json, BytesBuilder builder, Scratch scratch)
    {
        var value = Value.OfJson(json, scratch);
        if (value.Kind != ValueKind.Text)
        {
            builder.Append(json);
            return;
        }

        changed.ResetWrittenCount();
        Write(value.Bytes, changed, scratch);
        JsonText.AppendString(builder, changed.WrittenSpan);
    }
}
