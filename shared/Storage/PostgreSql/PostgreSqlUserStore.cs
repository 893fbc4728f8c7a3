using System.Data.Common;
using DataAggregator.Core.Security;
using DataAggregator.Core.Storage;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The accounts of the platform and their refresh tokens.</summary>
internal sealed class PostgreSqlUserStore(PostgreSqlDatabase database, TimeProvider time) : IUserStore
{
    private const string Columns = "u.id, u.email, u.full_name, u.role, u.is_active, u.created_at";

    public async Task<User> CreateAsync(string email, string fullName, string role, string passwordHash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var created = await database.QueryAsync(
                new(
                    $"""
                    INSERT INTO users AS u (id, email, email_key, full_name, role, password_hash, is_active, created_at)
                    VALUES (@id, @email, @key, @name, @role, @hash, true, @now) RETURNING {Columns}
                    """,
                    ("@id", Guid.CreateVersion7(now).ToString()),
                    ("@email", email.Trim()),
                    ("@key", KeyOf(email)),
                    ("@name", fullName),
                    ("@role", role),
                    ("@hash", passwordHash),
                    ("@now", now)),
                Read,
                cancellationToken);
            return created[0];
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ConflictException("There is an account with this address already.");
        }
    }

    public async Task<User?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"SELECT {Columns} FROM users u WHERE u.id = @id", ("@id", id)), Read, cancellationToken)).SingleOrDefault();

    public async Task<(User User, string PasswordHash)?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new($"SELECT {Columns}, u.password_hash FROM users u WHERE u.email_key = @key", ("@key", KeyOf(email))),
            row => (Read(row), row.GetString(6)),
            cancellationToken) is [var found] ? found : null;

    public async Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(new("SELECT EXISTS (SELECT FROM users)"), row => row.GetBoolean(0), cancellationToken) is [true];

    public Task AddRefreshTokenAsync(string tokenHash, string family, string userId, DateTimeOffset expiresAt, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(
                [
                    new("INSERT INTO refresh_token_families (id, user_id) VALUES (@family, @user) ON CONFLICT DO NOTHING", ("@family", family), ("@user", userId)),
                    new(
                        "INSERT INTO refresh_tokens (token_hash, family, expires_at) VALUES (@hash, @family, @expires)",
                        ("@hash", tokenHash),
                        ("@family", family),
                        ("@expires", expiresAt.ToUniversalTime())),
                    // What expired a while ago proves nothing any more.
                    new("DELETE FROM refresh_tokens WHERE expires_at < @now - interval '7 days'", ("@now", time.GetUtcNow())),
                ],
                cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<(User User, string Family)?> SpendRefreshTokenAsync(string tokenHash, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var now = time.GetUtcNow();
            // The family's row is held: of two that spend one token at once, the second finds it spent.
            var found = await session.QueryAsync(
                new(
                    $"""
                    SELECT {Columns}, f.id, f.revoked_at IS NOT NULL OR t.expires_at <= @now OR NOT u.is_active, t.spent_at IS NOT NULL
                    FROM refresh_tokens t JOIN refresh_token_families f ON f.id = t.family JOIN users u ON u.id = f.user_id WHERE t.token_hash = @hash FOR UPDATE OF t, f
                    """,
                    ("@hash", tokenHash),
                    ("@now", now)),
                row => (User: Read(row), Family: row.GetString(6), IsOver: row.GetBoolean(7), IsSpent: row.GetBoolean(8)),
                cancellationToken);
            if (found is not [var token])
                return ((User User, string Family)?)null;
            if (token.IsSpent)
            {
                await session.ExecuteAsync([RevokeFamily(tokenHash, now)], cancellationToken);
                return null;
            }

            if (token.IsOver)
                return null;
            await session.ExecuteAsync([new("UPDATE refresh_tokens SET spent_at = @now WHERE token_hash = @hash", ("@hash", tokenHash), ("@now", now))], cancellationToken);
            return (token.User, token.Family);
        },
        cancellationToken);

    public Task RevokeRefreshTokenAsync(string tokenHash, CancellationToken cancellationToken) =>
        database.QueryAsync(RevokeFamily(tokenHash, time.GetUtcNow()), _ => true, cancellationToken);

    private static Statement RevokeFamily(string tokenHash, DateTimeOffset now) => new(
        "UPDATE refresh_token_families SET revoked_at = coalesce(revoked_at, @now) WHERE id = (SELECT family FROM refresh_tokens WHERE token_hash = @hash)",
        ("@hash", tokenHash),
        ("@now", now));

    private static string KeyOf(string email) => email.Trim().ToLowerInvariant();

    private static User Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4), PostgreSqlInstant.Read(row, 5));
}
