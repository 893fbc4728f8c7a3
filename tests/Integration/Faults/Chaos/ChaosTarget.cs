namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>Where the numbers go.</summary>
internal enum ChaosTarget
{
    /// <summary>Appended to a table.</summary>
    Append,

    /// <summary>Merged into a table by key.</summary>
    Upsert,

    /// <summary>Swapped in for a table that has other rows.</summary>
    Replace,

    /// <summary>Written to a CSV file.</summary>
    CsvFile,
}
