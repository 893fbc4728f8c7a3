namespace DataAggregator.Core.Transformations;

/// <summary>What a step type is for: the groups that the catalogue is shown in.</summary>
public enum TransformationCategory
{
    /// <summary>Names, renames and selects fields.</summary>
    Mapping,

    /// <summary>Changes, adds and removes fields.</summary>
    Fields,

    /// <summary>Calculates with values.</summary>
    Calculation,

    /// <summary>Corrects values and removes duplicates.</summary>
    Cleansing,

    /// <summary>Checks values against rules.</summary>
    Validation,

    /// <summary>Filters, splits, sorts, limits and samples records.</summary>
    Records,

    /// <summary>Combines records, or looks across them.</summary>
    Aggregation,

    /// <summary>Brings in values from elsewhere.</summary>
    Enrichment,

    /// <summary>Changes formats.</summary>
    Conversion,

    /// <summary>Decides which steps apply, or runs code of the user's own.</summary>
    Control,
}
