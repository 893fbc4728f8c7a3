using DataAggregator.Functions.Application;
using DataAggregator.Storage.PostgreSql;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations;

/// <summary>Every day: the months of runs that need not be kept any longer go, where a retention is set.</summary>
public sealed class DropOldRuns(RunRetention retention, ServerSettings settings, TimeProvider time)
{
    /// <summary>Drops what is old.</summary>
    [Function("DropOldRuns")]
    public Task RunAsync([TimerTrigger("0 45 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        settings.RetentionDays == 0 ? Task.CompletedTask : retention.DropBeforeAsync(time.GetUtcNow().AddDays(-settings.RetentionDays), cancellationToken);
}
