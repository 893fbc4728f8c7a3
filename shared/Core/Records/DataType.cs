namespace DataAggregator.Core.Records;

/// <summary>The type of a column. Each value of a column is of this type, null or absent.</summary>
public enum DataType
{
    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A 64-bit signed integer.</summary>
    Int64,

    /// <summary>An exact number of up to 38 digits with the scale it was written with (<see cref="Decimal38"/>).</summary>
    Decimal,

    /// <summary>An IEEE 754 double, only where the source itself holds one.</summary>
    Double,

    /// <summary>Text as UTF-8 bytes.</summary>
    String,

    /// <summary>A calendar date: days since 1970-01-01.</summary>
    Date,

    /// <summary>A time of day: microseconds since midnight.</summary>
    Time,

    /// <summary>An instant: microseconds since 1970-01-01T00:00:00Z.</summary>
    Timestamp,

    /// <summary>A date and time without a zone: microseconds since 1970-01-01T00:00:00.</summary>
    LocalTimestamp,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>One JSON value a row as UTF-8 text, digits as written: objects, arrays, and columns whose values differ in type.</summary>
    Json,
}
