using System.Data.Common;
using System.Text.Json;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The saved pipelines of the platform. Versions are only ever added: they outlive their pipeline, for the runs that refer to them.</summary>
internal sealed class PostgreSqlPipelineStore(PostgreSqlDatabase database, TimeProvider time) : IPipelineStore
{
    private const string Columns = "SELECT v.pipeline_id, v.version, v.name, v.document, v.enabled, v.created_at, v.updated_at, v.author";
    private const string SelectNewest = $"{Columns} FROM pipelines d JOIN pipeline_versions v ON v.pipeline_id = d.id AND v.version = d.version";

    public async Task<Pipeline> CreateAsync(string name, JsonElement document, bool enabled, string author, CancellationToken cancellationToken)
    {
        var now = PostgreSqlInstant.Truncate(time.GetUtcNow());
        var pipeline = new Pipeline(Guid.CreateVersion7(now).ToString(), 1, name, document.Clone(), enabled, now, now, author);
        return await WriteAsync(
            name,
            async session =>
            {
                await session.ExecuteAsync(
                    [
                        new("INSERT INTO pipelines (id, version, name, created_at, updated_at) VALUES (@id, 1, @name, @now, @now)", ("@id", pipeline.Id), ("@name", name), ("@now", now)),
                        .. Version(pipeline),
                    ],
                    cancellationToken);
                return pipeline;
            },
            cancellationToken);
    }

    public async Task<Pipeline?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"{SelectNewest} WHERE d.id = @id", ("@id", id)), Read, cancellationToken)).SingleOrDefault();

    public async Task<Pipeline?> FindVersionAsync(string id, int version, CancellationToken cancellationToken) => (await database.QueryAsync(
        new($"{Columns} FROM pipeline_versions v WHERE v.pipeline_id = @id AND v.version = @version", ("@id", id), ("@version", version)),
        Read,
        cancellationToken)).SingleOrDefault();

    public Task<Page<Pipeline>> ListAsync(PageRequest request, CancellationToken cancellationToken) =>
        DefinitionList.PageAsync(database, SelectNewest, request, Read, item => new(item.Id, item.Name, item.CreatedAt, item.UpdatedAt), cancellationToken);

    public Task<Pipeline> UpdateAsync(string id, string name, JsonElement document, bool enabled, int? expectedVersion, string author, CancellationToken cancellationToken) => WriteAsync(
        name,
        async session =>
        {
            var newest = await LockAsync(session, id, expectedVersion, cancellationToken) ?? throw new KeyNotFoundException($"There is no pipeline with the id '{id}'.");
            var pipeline = new Pipeline(id, newest.Version + 1, name, document.Clone(), enabled, newest.CreatedAt, PostgreSqlInstant.Truncate(time.GetUtcNow()), author);
            await session.ExecuteAsync(
                [
                    new(
                        "UPDATE pipelines SET version = @version, name = @name, updated_at = @now WHERE id = @id",
                        ("@id", id),
                        ("@version", pipeline.Version),
                        ("@name", name),
                        ("@now", pipeline.UpdatedAt)),
                    new("DELETE FROM pipeline_connectors WHERE pipeline_id = @id", ("@id", id)),
                    new("DELETE FROM pipeline_transformations WHERE pipeline_id = @id", ("@id", id)),
                    .. Version(pipeline),
                ],
                cancellationToken);
            return pipeline;
        },
        cancellationToken);

    public Task<bool> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (await LockAsync(session, id, expectedVersion, cancellationToken) is null)
                return false;
            await session.ExecuteAsync([new("DELETE FROM pipelines WHERE id = @id", ("@id", id))], cancellationToken);
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<string>> UsersOfConnectorAsync(string connectorId, CancellationToken cancellationToken) => await database.QueryAsync(
        new("SELECT p.name FROM pipeline_connectors c JOIN pipelines p ON p.id = c.pipeline_id WHERE c.connector_id = @id ORDER BY p.name", ("@id", connectorId)),
        row => row.GetString(0),
        cancellationToken);

    public async Task<IReadOnlyList<string>> UsersOfTransformationAsync(string transformationId, CancellationToken cancellationToken) => await database.QueryAsync(
        new("SELECT p.name FROM pipeline_transformations t JOIN pipelines p ON p.id = t.pipeline_id WHERE t.transformation_id = @id ORDER BY p.name", ("@id", transformationId)),
        row => row.GetString(0),
        cancellationToken);

    private static Pipeline Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetInt32(1),
        row.GetString(2),
        StoredJson.Parse(row.GetString(3)),
        row.GetBoolean(4),
        PostgreSqlInstant.Read(row, 5),
        PostgreSqlInstant.Read(row, 6),
        row.GetString(7));

    private static IEnumerable<Statement> Version(Pipeline pipeline)
    {
        yield return new Statement(
            """
            INSERT INTO pipeline_versions (pipeline_id, version, name, document, enabled, created_at, updated_at, author)
            VALUES (@id, @version, @name, @document::json, @enabled, @created, @updated, @author)
            """,
            ("@id", pipeline.Id),
            ("@version", pipeline.Version),
            ("@name", pipeline.Name),
            ("@document", pipeline.Document.GetRawText()),
            ("@enabled", pipeline.Enabled),
            ("@created", pipeline.CreatedAt),
            ("@updated", pipeline.UpdatedAt),
            ("@author", pipeline.Author));
        yield return new Statement(
            """
            INSERT INTO pipeline_connectors (connector_id, pipeline_id)
            SELECT unnest(@connectors), @id UNION SELECT c.id, @id FROM connectors c WHERE c.name = ANY(@names)
            """,
            ("@connectors", PipelineConnectors.Ids(pipeline.Document).ToArray()),
            ("@names", PipelineConnectors.Names(pipeline.Document).ToArray()),
            ("@id", pipeline.Id));
        yield return new Statement(
            "INSERT INTO pipeline_transformations (transformation_id, pipeline_id) SELECT unnest(@transformations), @id",
            ("@transformations", TransformationResolver.IdsIn(pipeline.Document).ToArray()),
            ("@id", pipeline.Id));
    }

    /// <summary>Holds the pipeline for a change; null when there is none.</summary>
    private static async Task<(int Version, DateTimeOffset CreatedAt)?> LockAsync(PostgreSqlSession session, string id, int? expectedVersion, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(
            new("SELECT version, created_at FROM pipelines WHERE id = @id FOR UPDATE", ("@id", id)),
            row => (Version: row.GetInt32(0), CreatedAt: PostgreSqlInstant.Read(row, 1)),
            cancellationToken);
        if (found is not [var newest])
            return null;
        return expectedVersion is { } expected && expected != newest.Version ? throw new StaleVersionException("pipeline", expected, newest.Version) : newest;
    }

    private async Task<Pipeline> WriteAsync(string name, Func<PostgreSqlSession, Task<Pipeline>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(work, cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ConflictException($"There is another pipeline named '{name}': choose another name.");
        }
        catch (PostgresException gone) when (gone is { SqlState: PostgresErrorCodes.ForeignKeyViolation, TableName: "pipeline_transformations" })
        {
            throw new ConflictException($"A transformation that '{name}' refers to was deleted: choose another.");
        }
    }
}
