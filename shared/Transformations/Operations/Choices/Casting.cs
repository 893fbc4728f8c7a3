using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>
/// Makes a value another type without losing anything: a number with a fraction is no int64, nothing passes through double but doubles,
/// a time has no date. Text is read as it would be written: numbers as in JSON, moments in ISO 8601, bytes as base64.
/// </summary>
internal static class Casting
{
    private static readonly OperationFailure NotConvertible = new("cast_failed", "The value cannot be read as the type.");
    private static readonly OperationFailure NotWhole = new("not_a_whole_number", "The value has digits after the point that int64 would lose; round it first.");
    private static readonly OperationFailure OutOfRange = new("number_out_of_range", "The value does not fit the type: int64 has 64 bits, decimal 38 digits.");

    /// <summary>Appends the value as <paramref name="type"/>, or says why it cannot be that.</summary>
    public static OperationFailure? Write(in Value value, DataType type, ValueBuilder result)
    {
        switch (type)
        {
            case DataType.String:
                Span<byte> room = stackalloc byte[ValueText.Room];
                result.Append(ValueText.Of(value, room));
                return null;
            case DataType.Json:
                result.Append(value);
                return null;
            case DataType.Int64 or DataType.Decimal:
                return WriteNumber(value, type, result);
            case DataType.Double:
                return WriteDouble(value, result);
            case DataType.Bool:
                return WriteBool(value, result);
            case DataType.Binary:
                return WriteBinary(value, result);
            default:
                if (!Moment.TryRead(value, out var moment) || !moment.TryAs(type, out var wanted))
                    return NotConvertible;
                result.AppendMoment(type, wanted.Value);
                return null;
        }
    }

    private static OperationFailure? WriteNumber(in Value value, DataType type, ValueBuilder result)
    {
        if (!TryReadNumber(value, out var number, out var failure))
            return failure;
        if (type == DataType.Int64 && !number.TryToInt64(out _))
            return number.Trimmed().Scale > 0 ? NotWhole : OutOfRange;
        result.Append(number);
        return null;
    }

    private static bool TryReadNumber(in Value value, out Decimal38 number, out OperationFailure failure)
    {
        failure = NotConvertible;
        number = value.Kind == ValueKind.Bool ? Decimal38.FromInt64(value.Long) : value.Number;
        switch (value.Kind)
        {
            case ValueKind.Number or ValueKind.Bool:
                return true;
            case ValueKind.HugeNumber:
                failure = OutOfRange;
                return false;
            case ValueKind.Double:
                Span<byte> text = stackalloc byte[ValueText.Room];
                failure = OutOfRange;
                return double.IsFinite(value.Double) && Decimal38.TryParse(ValueText.Of(value, text), out number);
            case ValueKind.Text:
                var digits = value.Bytes.Trim(" \t\r\n"u8);
                if (Decimal38.TryParse(digits, out number))
                    return true;
                // A number that double can read, though 38 digits cannot, is too long rather than none.
                if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
                    failure = OutOfRange;
                return false;
            default:
                return false;
        }
    }

    private static OperationFailure? WriteDouble(in Value value, ValueBuilder result)
    {
        if (value.Kind == ValueKind.Double)
        {
            result.Append(value.Double);
            return null;
        }

        if (value.Kind is not (ValueKind.Number or ValueKind.HugeNumber or ValueKind.Text or ValueKind.Bool))
            return NotConvertible;
        Span<byte> room = stackalloc byte[ValueText.Room];
        var text = value.Kind == ValueKind.Bool ? (value.Long == 0 ? "0"u8 : "1"u8) : ValueText.Of(value, room).Trim(" \t\r\n"u8);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return NotConvertible;
        if (double.IsInfinity(number) && value.Kind != ValueKind.Text)
            return OutOfRange;
        result.Append(number);
        return null;
    }

    private static OperationFailure? WriteBool(in Value value, ValueBuilder result)
    {
        var text = value.Bytes.Trim(" \t\r\n"u8);
        bool? flag = value.Kind switch
        {
            ValueKind.Bool => value.Long != 0,
            ValueKind.Number when value.Number == Decimal38.FromInt64(1) => true,
            ValueKind.Number when value.Number == Decimal38.FromInt64(0) => false,
            ValueKind.Text when IsOneOf(text, "true", "t", "yes", "y", "on", "1") => true,
            ValueKind.Text when IsOneOf(text, "false", "f", "no", "n", "off", "0") => false,
            _ => null,
        };
        if (flag is null)
            return NotConvertible;
        result.Append(flag.Value);
        return null;
    }

    private static OperationFailure? WriteBinary(in Value value, ValueBuilder result)
    {
        if (value.Kind == ValueKind.Binary)
        {
            result.Append(value);
            return null;
        }

        if (value.Kind != ValueKind.Text)
            return NotConvertible;
        var bytes = result.Text;
        if (Base64.DecodeFromUtf8(value.Bytes, bytes.GetSpan(Base64.GetMaxDecodedFromUtf8Length(value.Bytes.Length)), out _, out var written) != OperationStatus.Done)
            return NotConvertible;
        bytes.Advance(written);
        result.EndText();
        return null;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text, word))
                return true;
        }

        return false;
    }
}
