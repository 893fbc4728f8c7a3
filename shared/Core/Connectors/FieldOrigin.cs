namespace DataAggregator.Core.Connectors;

/// <summary>Where a source has its fields from.</summary>
public enum FieldOrigin
{
    /// <summary>The source says them with their types, as a database does.</summary>
    Declared,

    /// <summary>The source names them and holds nothing but text: their types are told from a sample, as in CSV.</summary>
    Sampled,

    /// <summary>The source names them; values have types of their own, and that of a field is told from a sample, as in a workbook.</summary>
    Headed,

    /// <summary>Each record carries its own, as in JSON: more may show up while reading.</summary>
    Carried,
}
