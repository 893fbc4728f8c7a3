namespace DataAggregator.Formats.Json;

/// <summary>What kind of value a field of a record has.</summary>
[Flags]
internal enum JsonToken : byte
{
    /// <summary>The field is not there.</summary>
    Absent = 0,

    /// <summary>null.</summary>
    Null = 1,

    /// <summary>true or false.</summary>
    Bool = 2,

    /// <summary>A number that fits int64.</summary>
    Integer = 4,

    /// <summary>Any other number.</summary>
    Decimal = 8,

    /// <summary>A text.</summary>
    String = 16,

    /// <summary>An object or an array.</summary>
    Nested = 32,
}
