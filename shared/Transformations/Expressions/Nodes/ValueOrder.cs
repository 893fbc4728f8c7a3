using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Compares two values of whatever kinds.</summary>
internal static class ValueOrder
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Negative, zero or positive; null when they differ and have no order, as nulls have none.</summary>
    public static int? Compare(in Value left, in Value right)
    {
        if (IsNull(left) || IsNull(right))
            return null;
        switch (left.Kind, right.Kind)
        {
            case (ValueKind.Number, ValueKind.Number):
                return left.Number.CompareTo(right.Number);
            case (ValueKind.Double, ValueKind.Double):
                return Compare(left.Double, right.Double);
            case (ValueKind.Double, ValueKind.Number):
                return Compare(left.Double, Numbers.ToDouble(right.Number));
            case (ValueKind.Number, ValueKind.Double):
                return Compare(Numbers.ToDouble(left.Number), right.Double);
            case (ValueKind.Bool, ValueKind.Bool):
                return left.Long.CompareTo(right.Long);
            case (ValueKind.Text, ValueKind.Text) or (ValueKind.Binary, ValueKind.Binary):
                return left.Bytes.SequenceCompareTo(right.Bytes);
            case (ValueKind.Moment, ValueKind.Moment):
                return left.Type == right.Type ? left.Long.CompareTo(right.Long) : Instant(left) is { } first && Instant(right) is { } second ? first.CompareTo(second) : null;
            case (ValueKind.Moment, ValueKind.Text):
                return TryRead(right.Bytes, left.Type, out var written) ? left.Long.CompareTo(written) : null;
            case (ValueKind.Text, ValueKind.Moment):
                return TryRead(left.Bytes, right.Type, out var read) ? read.CompareTo(right.Long) : null;
            case (ValueKind.Structure, ValueKind.Structure):
                return AreEqual(left.Bytes, right.Bytes) ? 0 : null;
            case (ValueKind.HugeNumber, ValueKind.HugeNumber):
                return left.Bytes.SequenceEqual(right.Bytes) ? 0 : null;
            default:
                return null;
        }
    }

    /// <summary>Whether the value is null or missing.</summary>
    public static bool IsNull(in Value value) => value.Kind is ValueKind.Null or ValueKind.Absent;

    /// <summary>Reads text that stands for a moment; a date is its midnight, and a moment without a zone is taken as UTC.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, DataType type, out long moment)
    {
        if (Iso8601.TryParse(type, text, out moment))
            return true;
        if (type == DataType.Timestamp && Iso8601.TryParse(DataType.LocalTimestamp, text, out moment))
            return true;
        if (type is not (DataType.Timestamp or DataType.LocalTimestamp) || !Iso8601.TryParse(DataType.Date, text, out moment))
            return false;
        moment *= MicrosecondsPerDay;
        return true;
    }

    private static int? Compare(double left, double right) => double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);

    private static long? Instant(in Value value) => value.Type switch
    {
        DataType.Date => value.Long * MicrosecondsPerDay,
        DataType.Time => null,
        _ => value.Long,
    };

    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
            return true;
        var first = new Utf8JsonReader(left, JsonPath.Parsing);
        var second = new Utf8JsonReader(right, JsonPath.Parsing);
        return JsonElement.DeepEquals(JsonElement.ParseValue(ref first), JsonElement.ParseValue(ref second));
    }
}
