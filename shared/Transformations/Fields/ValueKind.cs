namespace DataAggregator.Transformations.Fields;

/// <summary>What one value is, whatever column it stands in.</summary>
internal enum ValueKind
{
    /// <summary>The record lacks the field.</summary>
    Absent,

    /// <summary>Null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>An exact number.</summary>
    Number,

    /// <summary>A double.</summary>
    Double,

    /// <summary>A number of more than 38 digits.</summary>
    HugeNumber,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A date, time or timestamp, as its column's type says.</summary>
    Moment,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>A JSON object or array.</summary>
    Structure,
}
