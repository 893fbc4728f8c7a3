using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>What a load came to.</summary>
/// <param name="Records">Records loaded.</param>
/// <param name="Bytes">Bytes sent.</param>
/// <param name="Refused">Records that the columns cannot hold, or that the server refused.</param>
internal sealed record LoadedRows(long Records, long Bytes, IReadOnlyList<RejectedRecord> Refused)
{
    /// <summary>These and those of a later load.</summary>
    public LoadedRows And(LoadedRows later) => new(Records + later.Records, Bytes + later.Bytes, [.. Refused, .. later.Refused]);
}
