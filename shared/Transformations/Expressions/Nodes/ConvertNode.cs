using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Values as those of another type; null stays null. A value that is none of that type is an error.</summary>
/// <param name="value">The values.</param>
/// <param name="to">The type.</param>
/// <param name="error">What a value is that cannot be converted.</param>
internal sealed class ConvertNode(Node value, DataType to, ExpressionError error) : Node(to, value.Nullable || value.Type == DataType.Json)
{
    /// <summary>How the language writes JSON: letters as they are.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly Scratch scratch = new();
    private readonly ArrayBufferWriter<byte> json = new();

    public override Vector Evaluate(Evaluation evaluation, ReadOnlySpan<int> rows)
    {
        var source = value.Evaluate(evaluation, rows);
        var result = new ResultBuilder(Type, evaluation.Batch.RowCount);
        if (Type == DataType.Json)
            WriteJson(source, rows, result, evaluation);
        else if (Type == DataType.Decimal && source.Column is FixedColumn<long> { AllPresent: true } integers)
            Widen(integers.Values, source.Mask, rows, result);
        else
            Convert(source, rows, result, evaluation);
        source.Release();
        return new Vector(result.Build());
    }

    private void Convert(Vector source, ReadOnlySpan<int> rows, ResultBuilder result, Evaluation evaluation)
    {
        foreach (var row in rows)
        {
            var item = Value.At(source.Column, row & source.Mask, scratch);
            if (ValueOrder.IsNull(item))
            {
                result.SetNull(row);
            }
            else if (!Conversion.TrySet(item, Type, result, row))
            {
                result.SetNull(row);
                evaluation.Fail(row, item.Kind is ValueKind.HugeNumber or ValueKind.Double ? ExpressionError.OutOfRange : error);
            }
        }
    }

    private void WriteJson(Vector source, ReadOnlySpan<int> rows, ResultBuilder result, Evaluation evaluation)
    {
        using var writer = new Utf8JsonWriter(json, Writing);
        foreach (var row in rows)
        {
            if (!source.IsPresent(row))
            {
                result.SetNull(row);
                continue;
            }

            json.ResetWrittenCount();
            writer.Reset(json);
            RecordJson.WriteValue(writer, source.Column, row & source.Mask);
            writer.Flush();
            if (!result.TrySet(row, json.WrittenSpan))
            {
                result.SetNull(row);
                evaluation.Fail(row, ExpressionError.TooLong);
            }
        }
    }

    private static void Widen(ReadOnlySpan<long> integers, int mask, ReadOnlySpan<int> rows, ResultBuilder result)
    {
        foreach (var row in rows)
            result.Set(row, Decimal38.FromInt64(integers[row & mask]));
    }
}
