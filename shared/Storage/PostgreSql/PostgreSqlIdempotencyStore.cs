using DataAggregator.Core.Idempotency;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Keys of requests in the platform's database. Who has one holds an advisory lock on a connection of its own.</summary>
internal sealed class PostgreSqlIdempotencyStore(PostgreSqlDatabase database, TimeProvider time) : IIdempotencyStore, IDisposable
{
    private const int MostAtOnce = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    // Each holds a connection beside the pool's.
    private readonly SemaphoreSlim slots = new(MostAtOnce);

    public async Task<IIdempotencyClaim?> ClaimAsync(string scope, string fingerprint, TimeSpan patience, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        NpgsqlConnection? connection = null;
        Claim? claim = null;
        try
        {
            connection = await database.ConnectAsync(cancellationToken);
            var session = new PostgreSqlSession(connection);
            if (await LockAsync(session, scope, patience, cancellationToken))
                claim = await ReadAsync(connection, session, scope, fingerprint, cancellationToken);
            return claim;
        }
        finally
        {
            if (claim is null)
            {
                if (connection is not null)
                    await connection.DisposeAsync();
                slots.Release();
            }
        }
    }

    public async Task<int> ForgetOldAsync(CancellationToken cancellationToken) => (await database.QueryAsync(
        new("DELETE FROM idempotency_keys WHERE created_at <= @expired RETURNING 1", ("@expired", time.GetUtcNow() - Lifetime)), row => row.GetInt32(0), cancellationToken)).Count;

    public void Dispose() => slots.Dispose();

    private static async Task<bool> LockAsync(PostgreSqlSession session, string scope, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(
                [
                    new("SELECT set_config('lock_timeout', @patience, false)", ("@patience", $"{(long)Math.Max(1, patience.TotalMilliseconds)}ms")),
                    new("SELECT pg_advisory_lock(hashtextextended(@scope, 0))", ("@scope", $"idempotency {scope}")),
                    new("SELECT set_config('lock_timeout', '0', false)"),
                ],
                cancellationToken);
            return true;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    private async Task<Claim> ReadAsync(NpgsqlConnection connection, PostgreSqlSession session, string scope, string fingerprint, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await session.QueryAsync(
            new(
                """
                INSERT INTO idempotency_keys AS k (scope, id, fingerprint, created_at) VALUES (@scope, @id, @fingerprint, @now)
                ON CONFLICT (scope) DO UPDATE SET
                    id = CASE WHEN k.created_at <= @expired THEN excluded.id ELSE k.id END,
                    fingerprint = CASE WHEN k.created_at <= @expired THEN excluded.fingerprint ELSE coalesce(k.fingerprint, excluded.fingerprint) END,
                    answer = CASE WHEN k.created_at <= @expired THEN NULL ELSE k.answer END,
                    created_at = CASE WHEN k.created_at <= @expired THEN excluded.created_at ELSE k.created_at END
                RETURNING k.id, k.fingerprint, k.answer
                """,
                ("@scope", scope),
                ("@id", Guid.NewGuid().ToString("N")),
                ("@fingerprint", fingerprint),
                ("@now", now),
                ("@expired", now - Lifetime)),
            row => (Id: row.GetString(0), Fingerprint: row.GetString(1), Answer: row.IsDBNull(2) ? null : row.GetString(2)),
            cancellationToken);
        return new Claim(connection, session, slots, scope) { Id = rows[0].Id, IsOther = rows[0].Fingerprint != fingerprint, Answer = rows[0].Answer };
    }

    private sealed class Claim(NpgsqlConnection connection, PostgreSqlSession session, SemaphoreSlim slots, string scope) : IIdempotencyClaim
    {
        public required string Id { get; init; }

        public required bool IsOther { get; init; }

        public required string? Answer { get; init; }

        public Task KeepAsync(string answer, CancellationToken cancellationToken) =>
            session.ExecuteAsync([new("UPDATE idempotency_keys SET answer = @answer WHERE scope = @scope", ("@answer", answer), ("@scope", scope))], cancellationToken);

        public Task ReopenAsync(CancellationToken cancellationToken) =>
            session.ExecuteAsync([new("UPDATE idempotency_keys SET fingerprint = NULL WHERE scope = @scope AND answer IS NULL", ("@scope", scope))], cancellationToken);

        public async ValueTask DisposeAsync()
        {
            // The lock ends with its connection.
            await connection.DisposeAsync();
            slots.Release();
        }
    }
}
