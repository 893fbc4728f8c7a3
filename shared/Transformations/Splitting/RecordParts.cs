using System.Globalization;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Splitting;

/// <summary>Collects the parts of the records of one batch: elements of arrays, parts of texts, and other values as they are.</summary>
internal sealed class RecordParts(DataType type, RecordSplitting.Options options, StepScope scope)
{
    private const int MostParts = 100_000;
    private const long MostBytes = 64 << 20;

    private readonly byte[]? separator = options.Separator is { } text ? Encoding.UTF8.GetBytes(text) : null;
    private readonly ValueBuilder elements = new(type, 1024);
    private readonly FixedBuilder<long> numbers = new(DataType.Int64);
    private readonly List<int> parents = [];

    /// <summary>The most parts that the value at a row can have, found without parsing it.</summary>
    public static int MostOf(Column values, int row, byte[]? separator)
    {
        if (values is not BytesColumn texts || !texts.IsPresent(row))
            return 1;
        var text = texts[row];
        return 1 + (separator is null || (values.Type == DataType.Json && text is [(byte)'[', ..]) ? text.Count((byte)',') : text.Count(separator));
    }

    /// <summary>Adds the parts of the value at a row.</summary>
    /// <param name="values">The values.</param>
    /// <param name="row">The row.</param>
    /// <param name="field">Their field.</param>
    /// <param name="repeated">The bytes of the record's other fields, which each part repeats.</param>
    public void Add(Column values, int row, string field, long repeated)
    {
        var value = Value.At(values, row, scope.Scratch);
        switch (value.Kind)
        {
            case ValueKind.Null or ValueKind.Absent:
                AddEmpty(row);
                break;
            case ValueKind.Text when separator is not null:
                AddTexts(value.Bytes, row, field, repeated);
                break;
            case ValueKind.Structure when value.Bytes[0] == '[':
                AddElements(value.Bytes, row, field, repeated);
                break;
            default:
                elements.Append(value);
                End(row, 0);
                break;
        }
    }

    /// <summary>The elements, their numbers, and the row that each came of.</summary>
    public (Column Elements, Column Numbers, int[] Parents) Build() => (elements.Build(), numbers.Build(), [.. parents]);

    private void AddEmpty(int row)
    {
        if (options.OnEmpty == OnEmpty.Drop)
            return;
        elements.AppendNull();
        numbers.AppendNull();
        parents.Add(row);
    }

    private void AddTexts(ReadOnlySpan<byte> text, int row, string field, long repeated)
    {
        if (text.IsEmpty)
        {
            AddEmpty(row);
            return;
        }

        if (IsTooMuch(text.Count(separator) + 1, row, field, repeated))
            return;

        var number = 0;
        for (var at = text.IndexOf(separator); at >= 0; at = text.IndexOf(separator))
        {
            elements.Append(text[..at]);
            End(row, number++);
            text = text[(at + separator!.Length)..];
        }

        elements.Append(text);
        End(row, number);
    }

    private void AddElements(ReadOnlySpan<byte> array, int row, string field, long repeated)
    {
        var count = Count(array);
        if (count == 0)
            AddEmpty(row);
        if (count == 0 || IsTooMuch(count, row, field, repeated))
            return;
        var reader = new Utf8JsonReader(array, JsonPath.Parsing);
        reader.Read();
        for (var number = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; number++)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.AppendJson(array[start..(int)reader.BytesConsumed]);
            End(row, number);
        }
    }

    private static int Count(ReadOnlySpan<byte> array)
    {
        var reader = new Utf8JsonReader(array, JsonPath.Parsing);
        reader.Read();
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            reader.Skip();
        return count;
    }

    private void End(int row, int number)
    {
        numbers.Append(number);
        parents.Add(row);
    }

    private bool IsTooMuch(int count, int row, string field, long repeated)
    {
        if (count > MostParts)
            scope.Reject(row, field, "record_splitting", "too_many_parts", string.Create(CultureInfo.InvariantCulture, $"the record would become more than {MostParts:N0} records."));
        else if (count * repeated > MostBytes)
            scope.Reject(row, field, "record_splitting", "split_too_large", string.Create(CultureInfo.InvariantCulture, $"{Quantity.Of(count, "record")} would repeat {Quantity.Of(repeated, "byte")} each, more than {MostBytes >> 20} MB in all; remove what is not needed of the other fields before."));
        else
            return false;
        return true;
    }
}
