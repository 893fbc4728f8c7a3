using DataAggregator.Core.Records;

namespace DataAggregator.Formats;

/// <summary>Joins what several texts of one source say of their fields.</summary>
public static class SchemaUnion
{
    /// <summary>The schema for records of either kind: fields by name, a type that holds the values of both.</summary>
    /// <param name="first">The fields that come first.</param>
    /// <param name="second">The others.</param>
    /// <param name="mixed">The type for values of different types: string for CSV, json for JSON.</param>
    public static Schema Of(Schema first, Schema second, DataType mixed)
    {
        var fields = first.Select(field => second.Find(field.Name) is { } other ? field with { Type = Wider(field.Type, other.Type, mixed) } : field);
        return new Schema(fields.Concat(second.Where(field => first.IndexOf(field.Name) < 0)));
    }

    /// <summary>The inferred schema with the declared fields in place of those of their name, or behind them.</summary>
    public static Schema Declare(Schema inferred, Schema? declared)
    {
        if (declared is null)
            return inferred;
        return new Schema(inferred.Select(field => declared.Find(field.Name) ?? field).Concat(declared.Where(field => inferred.IndexOf(field.Name) < 0)));
    }

    internal static DataType Wider(DataType left, DataType right, DataType mixed)
    {
        if (left == right)
            return left;
        if (left is DataType.Date or DataType.LocalTimestamp && right is DataType.Date or DataType.LocalTimestamp)
            return DataType.LocalTimestamp;
        return left is DataType.Int64 or DataType.Decimal && right is DataType.Int64 or DataType.Decimal ? DataType.Decimal : mixed;
    }
}
