using System.Data.Common;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Storage;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The saved connectors of the platform.</summary>
internal sealed class PostgreSqlConnectorStore(PostgreSqlDatabase database, TimeProvider time) : IConnectorStore
{
    private const string Select = "SELECT d.id, d.version, d.name, d.connector_type, d.description, d.config, d.tags, d.created_at, d.updated_at FROM connectors d";

    public async Task<SavedConnector> CreateAsync(SavedConnector connector, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        await WriteAsync(
            connector.Name,
            session => session.ExecuteAsync(
                [
                    new(
                        """
                        INSERT INTO connectors (id, version, name, connector_type, description, config, tags, created_at, updated_at)
                        VALUES (@id, 1, @name, @type, @description, @config::json, @tags, @now, @now)
                        """,
                        Columns(connector, id, now)),
                ],
                cancellationToken),
            cancellationToken);
        return await RequireAsync(id, cancellationToken);
    }

    public async Task<SavedConnector?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"{Select} WHERE d.id = @id", ("@id", id)), Read, cancellationToken)).SingleOrDefault();

    public async Task<SavedConnector?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"{Select} WHERE d.name = @name", ("@name", name)), Read, cancellationToken)).SingleOrDefault();

    public Task<Page<SavedConnector>> ListAsync(PageRequest request, CancellationToken cancellationToken) =>
        DefinitionList.PageAsync(database, Select, request, Read, item => new(item.Id, item.Name, item.CreatedAt, item.UpdatedAt), cancellationToken);

    public async Task<SavedConnector> UpdateAsync(SavedConnector connector, int? expectedVersion, CancellationToken cancellationToken)
    {
        await WriteAsync(
            connector.Name,
            async session =>
            {
                if (!await LockAsync(session, connector.Id, expectedVersion, cancellationToken))
                    throw new KeyNotFoundException($"There is no connector with the id '{connector.Id}'.");
                await session.ExecuteAsync(
                    [
                        new(
                            """
                            UPDATE connectors SET version = version + 1, name = @name, connector_type = @type, description = @description, config = @config::json, tags = @tags,
                                updated_at = @now WHERE id = @id
                            """,
                            Columns(connector, connector.Id, time.GetUtcNow())),
                    ],
                    cancellationToken);
            },
            cancellationToken);
        return await RequireAsync(connector.Id, cancellationToken);
    }

    public Task<bool> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (!await LockAsync(session, id, expectedVersion, cancellationToken))
                return false;
            await session.ExecuteAsync([new("DELETE FROM connectors WHERE id = @id", ("@id", id))], cancellationToken);
            return true;
        },
        cancellationToken);

    private static SavedConnector Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetInt32(1),
        row.GetString(2),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        StoredJson.Parse(row.GetString(5)),
        row.GetFieldValue<string[]>(6),
        PostgreSqlInstant.Read(row, 7),
        PostgreSqlInstant.Read(row, 8));

    private static (string Name, object? Value)[] Columns(SavedConnector connector, string id, DateTimeOffset now) =>
    [
        ("@id", id),
        ("@name", connector.Name),
        ("@type", connector.ConnectorType),
        ("@description", connector.Description),
        ("@config", connector.Config.GetRawText()),
        ("@tags", connector.Tags.ToArray()),
        ("@now", now),
    ];

    /// <summary>Holds the connector for a change; false when there is none.</summary>
    private static async Task<bool> LockAsync(PostgreSqlSession session, string id, int? expectedVersion, CancellationToken cancellationToken)
    {
        var versions = await session.QueryAsync(new("SELECT version FROM connectors WHERE id = @id FOR UPDATE", ("@id", id)), row => row.GetInt32(0), cancellationToken);
        if (versions is [var version] && expectedVersion is { } expected && expected != version)
            throw new StaleVersionException("connector", expected, version);
        return versions.Count == 1;
    }

    private async Task WriteAsync(string name, Func<PostgreSqlSession, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(
                async session =>
                {
                    await work(session);
                    return true;
                },
                cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ConflictException($"There is another connector named '{name}': choose another name.");
        }
    }

    private async Task<SavedConnector> RequireAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) ?? throw new KeyNotFoundException($"The connector '{id}' was deleted meanwhile.");
}
