namespace DataAggregator.Connectors.PostgreSql;

/// <summary>What writing does to records that are in the table already.</summary>
public enum WriteMode
{
    /// <summary>Adds to them.</summary>
    Append,

    /// <summary>Updates those of the same key and adds the rest; the last record of a key wins.</summary>
    Upsert,

    /// <summary>Puts the run's records in place of all of them, when the run is complete.</summary>
    Replace,

    /// <summary>Adds those whose key is not there yet; the first record of a key wins.</summary>
    AppendDedup,
}
