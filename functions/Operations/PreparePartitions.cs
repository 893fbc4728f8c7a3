using DataAggregator.Storage.PostgreSql;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations;

/// <summary>Every day, and at the start: the months ahead get their partitions before a run falls into them.</summary>
public sealed class PreparePartitions(PostgreSqlMigrator migrator)
{
    /// <summary>Makes the partitions that are missing.</summary>
    [Function("PreparePartitions")]
    public Task RunAsync([TimerTrigger("0 15 3 * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellationToken) =>
        migrator.EnsurePartitionsAsync(cancellationToken);
}
