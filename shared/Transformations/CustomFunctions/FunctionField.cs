using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.CustomFunctions;

/// <summary>One field of what a custom function gives. A value that the function left as it was is taken from the record it came in with, to the last digit.</summary>
/// <param name="target">The field.</param>
/// <param name="input">Writes values as functions get them.</param>
internal sealed class FunctionField(Field target, FunctionInput input)
{
    private readonly ColumnBuilder builder = ColumnBuilder.For(target.Type);
    private Column? original;

    /// <summary>The field's name.</summary>
    public string Name => target.Name;

    /// <summary>Takes the column that the field has in the records coming in, null when it is new or of another type there.</summary>
    public void Begin(Column? column) => original = column?.Type == target.Type ? column : null;

    /// <summary>Whether a value is of the field's type.</summary>
    public bool Fits(JsonElement value) => value.ValueKind == JsonValueKind.Null || target.Type switch
    {
        DataType.Bool => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        DataType.Int64 => TryReadNumber(value, out var number) && number.TryToInt64(out _),
        DataType.Decimal => TryReadNumber(value, out _),
        DataType.Double => TryReadDouble(value, out _),
        DataType.String => value.ValueKind == JsonValueKind.String,
        DataType.Json => true,
        DataType.Binary => value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out _),
        _ => TryReadMoment(value, out _),
    };

    /// <summary>Appends a value that fits, which came of a row.</summary>
    public void Append(JsonElement value, int row)
    {
        if (value.ValueKind == JsonValueKind.Null)
            builder.AppendNull();
        else if (original is not null && original.IsPresent(row) && IsUntouched(value, row))
            builder.AppendFrom(original, row);
        else
            AppendPresent(value);
    }

    /// <summary>Appends that a record lacks the field.</summary>
    public void AppendAbsent() => builder.AppendAbsent();

    /// <summary>The column of what was appended.</summary>
    public Column Build() => builder.Build();

    // All other types come back from JSON exactly as they went into it.
    private bool IsUntouched(JsonElement value, int row)
    {
        if (original is DecimalColumn decimals)
            return TryReadNumber(value, out var number) && number == decimals.Values[row];
        if (original is not BytesColumn { Type: DataType.Json } json)
            return false;
        using var before = input.Read(json[row]);
        return JsonElement.DeepEquals(before.RootElement, value);
    }

    private void AppendPresent(JsonElement value)
    {
        switch (builder)
        {
            case FixedBuilder<bool> bools:
                bools.Append(value.GetBoolean());
                break;
            case FixedBuilder<double> doubles:
                TryReadDouble(value, out var real);
                doubles.Append(real);
                break;
            case DecimalBuilder decimals:
                TryReadNumber(value, out var number);
                decimals.Append(number);
                break;
            case FixedBuilder<long> integers when target.Type == DataType.Int64:
                TryReadNumber(value, out var whole);
                whole.TryToInt64(out var integer);
                integers.Append(integer);
                break;
            case FixedBuilder<long> moments:
                TryReadMoment(value, out var moment);
                moments.Append(moment);
                break;
            case BytesBuilder bytes when target.Type == DataType.Binary:
                bytes.Append(value.GetBytesFromBase64());
                break;
            case BytesBuilder bytes:
                bytes.Append(target.Type == DataType.Json ? value.GetRawText() : value.GetString()!);
                break;
        }
    }

    private static bool TryReadNumber(JsonElement value, out Decimal38 number)
    {
        number = default;
        return value.ValueKind switch
        {
            JsonValueKind.Number => Decimal38.TryParse(Encoding.UTF8.GetBytes(value.GetRawText()), out number),
            JsonValueKind.String => Decimal38.TryParse(Encoding.UTF8.GetBytes(value.GetString()!), out number),
            _ => false,
        };
    }

    private static bool TryReadDouble(JsonElement value, out double number)
    {
        number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
        return value.ValueKind == JsonValueKind.Number
            || (value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out number));
    }

    private bool TryReadMoment(JsonElement value, out long moment)
    {
        moment = 0;
        return value.ValueKind == JsonValueKind.String && Iso8601.TryParse(target.Type, Encoding.UTF8.GetBytes(value.GetString()!), out moment);
    }
}
