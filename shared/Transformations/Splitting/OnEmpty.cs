namespace DataAggregator.Transformations.Splitting;

/// <summary>What becomes of a record that there is nothing to split in.</summary>
internal enum OnEmpty
{
    /// <summary>It goes on as one record with a null.</summary>
    Keep,

    /// <summary>It is left out, and counts as filtered.</summary>
    Drop,
}
