using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Expressions.Nodes;

/// <summary>Compares two values of whatever kinds.</summary>
internal static class ValueOrder
{
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
                return Compare(left.Double, Doubles.ToDouble(right.Number));
            case (ValueKind.Number, ValueKind.Double):
                return Compare(Doubles.ToDouble(left.Number), right.Double);
            case (ValueKind.Bool, ValueKind.Bool):
                return left.Long.CompareTo(right.Long);
            case (ValueKind.Text, ValueKind.Text) or (ValueKind.Binary, ValueKind.Binary):
                return left.Bytes.SequenceCompareTo(right.Bytes);
            case (ValueKind.Moment, ValueKind.Moment) or (ValueKind.Moment, ValueKind.Text) or (ValueKind.Text, ValueKind.Moment):
                return Moment.TryRead(left, out var first) && Moment.TryRead(right, out var second) ? Compare(first, second) : null;
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

    // A date is its midnight, and a moment without a zone is taken as UTC; a time of day has its order only among its kind.
    private static int? Compare(Moment left, Moment right) =>
        (left.Type == DataType.Time) == (right.Type == DataType.Time) ? left.Microseconds.CompareTo(right.Microseconds) : null;

    private static int? Compare(double left, double right) => double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);

    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
            return true;
        var first = new Utf8JsonReader(left, JsonPath.Parsing);
        var second = new Utf8JsonReader(right, JsonPath.Parsing);
        return JsonElement.DeepEquals(JsonElement.ParseValue(ref first), JsonElement.ParseValue(ref second));
    }
}
