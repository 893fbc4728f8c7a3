using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>The type of a field whose values come from several.</summary>
internal static class TypeUnion
{
    /// <summary>Their own where they are one, decimal for whole and other exact numbers, else json, in which each value keeps its type.</summary>
    public static DataType Of(DataType left, DataType right)
    {
        if (left == right)
            return left;
        return (left, right) is (DataType.Int64, DataType.Decimal) or (DataType.Decimal, DataType.Int64) ? DataType.Decimal : DataType.Json;
    }
}
