namespace DataAggregator.Transformations.Operations.Conversions;

/// <summary>The formats that a value can be written in.</summary>
internal enum ValueFormat
{
    /// <summary>Plain text.</summary>
    Text,

    /// <summary>A JSON value.</summary>
    Json,

    /// <summary>XML text.</summary>
    Xml,

    /// <summary>CSV text with a first line of names.</summary>
    Csv,

    /// <summary>An exact number.</summary>
    Number,
}
