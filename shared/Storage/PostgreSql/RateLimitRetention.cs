namespace DataAggregator.Storage.PostgreSql;

/// <summary>Forgets rate limits of which nothing counts any more: there is one for each address that ever asked.</summary>
public sealed class RateLimitRetention
{
    private readonly PostgreSqlDatabase database;

    internal RateLimitRetention(PostgreSqlDatabase database) => this.database = database;

    /// <summary>Forgets them.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) => database.QueryAsync(
        new("DELETE FROM rate_limits WHERE idle_at < (extract(epoch FROM clock_timestamp()) * 1000000)::bigint RETURNING 1"), _ => true, cancellationToken);
}
