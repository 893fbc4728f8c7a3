using DataAggregator.Core.RateLimits;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Counts what all hosts do, by the clock of the platform's database.</summary>
internal sealed class PostgreSqlPermitStore(PostgreSqlDatabase database) : IPermitStore
{
    /// <summary>From here on blocks are counted together, a hundredth of the period each.</summary>
    private const int MostBlocks = 100;

    public async Task<PermitGrant> TakeAsync(RateLimit limit, int wanted, CancellationToken cancellationToken) => (await database.QueryAsync(
        new(
            "SELECT granted, remaining, next_in FROM take_permits(@name, @most, @wanted, @counts, @step)",
            ("@name", limit.Name),
            ("@most", limit.Permits),
            ("@wanted", wanted),
            ("@counts", (limit.Period + limit.Hold).Ticks / TimeSpan.TicksPerMicrosecond),
            ("@step", limit.Permits > MostBlocks ? limit.Period.Ticks / MostBlocks / TimeSpan.TicksPerMicrosecond : 1)),
        row => new PermitGrant(row.GetInt32(0), row.GetInt32(1), TimeSpan.FromMicroseconds(row.GetInt64(2))),
        cancellationToken)).Single();
}
