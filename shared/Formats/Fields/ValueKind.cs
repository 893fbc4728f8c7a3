namespace DataAggregator.Formats.Fields;

/// <summary>What kind of value a field of a record has. All but <see cref="Text"/> are handed on as JSON.</summary>
[Flags]
internal enum ValueKind : ushort
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

    /// <summary>A date, in quotes.</summary>
    Date = 64,

    /// <summary>A time of day, in quotes.</summary>
    Time = 128,

    /// <summary>A date with a time, in quotes.</summary>
    LocalTimestamp = 256,

    /// <summary>A text, without quotes or escapes, of a format that knows nothing else: its spelling tells the type (<see cref="DataAggregator.Formats.Text.TextInference"/>).</summary>
    Text = 512,
}
