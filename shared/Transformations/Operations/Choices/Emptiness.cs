using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>Tells values that are none.</summary>
internal static class Emptiness
{
    /// <summary>Whether the value is null or missing or, where that counts, text of nothing but white space.</summary>
    public static bool Is(in Value value, bool emptyCounts) =>
        value.Kind is ValueKind.Null or ValueKind.Absent || (emptyCounts && value.Kind == ValueKind.Text && value.Bytes.Trim(" \t\r\n"u8).IsEmpty);
}
