using System.Data.Common;
using System.Text.Json;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The saved pipelines of the platform. Versions are only ever added: they outlive their pipeline, for the runs that refer to them.</summary>
internal sealed class PostgreSqlPipelineStore(PostgreSqlDatabase database, TimeProvider time) : IPipelineStore
{
    internal const string Columns = "SELECT v.pipeline_id, v.version, v.name, v.document, v.enabled, v.created_at, v.updated_at, v.author, v.message";
    internal const string SelectNewest = $"{Columns} FROM pipelines d JOIN pipeline_versions v ON v.pipeline_id = d.id AND v.version = d.version";
    private static readonly string[] VersionOrders = ["-version", "version"];

    public async Task<Pipeline> CreateAsync(PipelineDraft draft, CancellationToken cancellationToken)
    {
        var now = PostgreSqlInstant.Truncate(time.GetUtcNow());
        var pipeline = Of(Guid.CreateVersion7(now).ToString(), 1, draft, now, now);
        return await WriteAsync(
            draft.Name,
            async session =>
            {
                await session.ExecuteAsync(
                    [
                        new(
                            "INSERT INTO pipelines (id, version, name, enabled, tags, created_at, updated_at) VALUES (@id, 1, @name, @enabled, @tags, @now, @now)",
                            Row(pipeline)),
                        .. Version(pipeline),
                    ],
                    cancellationToken);
                await RefuseCycleAsync(session, pipeline, cancellationToken);
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

    public async Task<Pipeline?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"{SelectNewest} WHERE d.name = @name", ("@name", name)), Read, cancellationToken)).SingleOrDefault();

    public Task<Page<Pipeline>> ListAsync(PipelineQuery query, CancellationToken cancellationToken)
    {
        List<string> conditions = ["true"];
        if (query.Tags is { Count: > 0 })
            conditions.Add("d.tags @> @tags");
        if (query.Enabled is not null)
            conditions.Add("d.enabled = @enabled");
        if (query.LastStatus is not null)
            conditions.Add("(SELECT r.status FROM runs r WHERE r.pipeline_id = d.id ORDER BY r.created_at DESC, r.id DESC LIMIT 1) = @status");
        var condition = new Statement(
            string.Join(" AND ", conditions), ("@tags", query.Tags?.ToArray()), ("@enabled", query.Enabled), ("@status", query.LastStatus?.ToWord()));
        return DefinitionList.PageAsync(
            database, SelectNewest, condition, query.Page, Read, item => new(item.Id, item.Name, item.CreatedAt, item.UpdatedAt), cancellationToken);
    }

    public async Task<Page<Pipeline>> ListVersionsAsync(string id, PageRequest request, CancellationToken cancellationToken)
    {
        var order = Sorting.Of(request, VersionOrders);
        var after = Keyset.Of(request, order);
        var (compares, direction) = order[0] == '-' ? ("<", "DESC") : (">", "ASC");
        var begin = after is null ? "" : $"AND v.version {compares} @after";
        var items = await database.QueryAsync(
            new(
                $"""
                {Columns} FROM pipelines d JOIN pipeline_versions v ON v.pipeline_id = d.id
                WHERE d.id = @id AND concat_ws(' ', v.name, v.author, v.message) ILIKE @query ESCAPE '\' {begin} ORDER BY v.version {direction} LIMIT @limit
                """,
                ("@id", id),
                ("@query", Keyset.Contains(request.Query ?? "")),
                ("@after", after is null ? null : Keyset.Number(after.Value)),
                ("@limit", request.Limit + 1)),
            Read,
            cancellationToken);
        return Keyset.Page(items, request, item => new Keyset(order, Keyset.Text(item.Version), item.Id));
    }

    public Task<Pipeline> UpdateAsync(string id, PipelineDraft draft, int? expectedVersion, CancellationToken cancellationToken) => WriteAsync(
        draft.Name,
        async session =>
        {
            var newest = await LockAsync(session, id, expectedVersion, cancellationToken) ?? throw new KeyNotFoundException($"There is no pipeline with the id '{id}'.");
            await RefuseRenameAsync(session, id, draft.Name, cancellationToken);
            var pipeline = Of(id, newest.Version + 1, draft, newest.CreatedAt, PostgreSqlInstant.Truncate(time.GetUtcNow()));
            await session.ExecuteAsync(
                [
                    new("UPDATE pipelines SET version = @version, name = @name, enabled = @enabled, tags = @tags, updated_at = @now WHERE id = @id", Row(pipeline)),
                    new("DELETE FROM pipeline_connectors WHERE pipeline_id = @id", ("@id", id)),
                    new("DELETE FROM pipeline_transformations WHERE pipeline_id = @id", ("@id", id)),
                    new("DELETE FROM pipeline_references WHERE pipeline_id = @id", ("@id", id)),
                    .. Version(pipeline),
                ],
                cancellationToken);
            await RefuseCycleAsync(session, pipeline, cancellationToken);
            return pipeline;
        },
        cancellationToken);

    public Task<bool> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            if (await LockAsync(session, id, expectedVersion, cancellationToken) is null)
                return false;
            await RefuseIfNeededAsync(session, id, cancellationToken);
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

    internal static Pipeline Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetInt32(1),
        row.GetString(2),
        StoredJson.Parse(row.GetString(3)),
        row.GetBoolean(4),
        PostgreSqlInstant.Read(row, 5),
        PostgreSqlInstant.Read(row, 6),
        row.GetString(7),
        row.IsDBNull(8) ? null : row.GetString(8));

    private static Pipeline Of(string id, int version, PipelineDraft draft, DateTimeOffset createdAt, DateTimeOffset updatedAt) =>
        new(id, version, draft.Name, draft.Document.Clone(), draft.Enabled, createdAt, updatedAt, draft.Author, draft.Message);

    private static (string, object?)[] Row(Pipeline pipeline) =>
    [
        ("@id", pipeline.Id),
        ("@version", pipeline.Version),
        ("@name", pipeline.Name),
        ("@enabled", pipeline.Enabled),
        ("@tags", Tags(pipeline.Document)),
        ("@now", pipeline.UpdatedAt),
    ];

    private static string[] Tags(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
            ? [.. tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!).Distinct(StringComparer.Ordinal)]
            : [];

    private static IEnumerable<Statement> Version(Pipeline pipeline)
    {
        yield return new Statement(
            """
            INSERT INTO pipeline_versions (pipeline_id, version, name, document, enabled, created_at, updated_at, author, message)
            VALUES (@id, @version, @name, @document::json, @enabled, @created, @updated, @author, @message)
            """,
            ("@id", pipeline.Id),
            ("@version", pipeline.Version),
            ("@name", pipeline.Name),
            ("@document", pipeline.Document.GetRawText()),
            ("@enabled", pipeline.Enabled),
            ("@created", pipeline.CreatedAt),
            ("@updated", pipeline.UpdatedAt),
            ("@author", pipeline.Author),
            ("@message", pipeline.Message));
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
        yield return new Statement(
            "INSERT INTO pipeline_references (pipeline_id, other) SELECT @id, unnest(@others)",
            ("@id", pipeline.Id),
            ("@others", PipelineReferences.In(pipeline.Document).ToArray()));
        foreach (var statement in PostgreSqlScheduleStore.Save(pipeline).Concat(TriggerRows.Save(pipeline)))
            yield return statement;
    }

    /// <summary>Throws when the pipeline is still needed: by runs that have not ended, or by other pipelines.</summary>
    private static async Task RefuseIfNeededAsync(PostgreSqlSession session, string id, CancellationToken cancellationToken)
    {
        var running = await session.QueryAsync(
            new($"SELECT r.id FROM runs r WHERE r.pipeline_id = @id AND r.{RunRow.Unfinished} ORDER BY r.created_at LIMIT 5", ("@id", id)), row => row.GetString(0), cancellationToken);
        if (running.Count > 0)
            throw new ConflictException($"The pipeline has runs that have not ended: {string.Join(", ", running)}. Cancel them or wait for their end, then delete it.");
        var dependents = await session.QueryAsync(
            new(
                """
                SELECT DISTINCT p.name FROM pipelines own JOIN pipeline_references r ON r.other IN (own.id, own.name) JOIN pipelines p ON p.id = r.pipeline_id
                WHERE own.id = @id AND p.id <> @id ORDER BY p.name
                """,
                ("@id", id)),
            row => row.GetString(0),
            cancellationToken);
        if (dependents.Count > 0)
            throw new ConflictException($"Other pipelines depend on it: {string.Join(", ", dependents)}. Change or delete those first.");
    }

    /// <summary>Throws when the pipeline would get another name than the one by which others depend on it.</summary>
    private static async Task RefuseRenameAsync(PostgreSqlSession session, string id, string name, CancellationToken cancellationToken)
    {
        var dependents = await session.QueryAsync(
            new(
                """
                SELECT DISTINCT p.name FROM pipelines own JOIN pipeline_references r ON r.other = own.name JOIN pipelines p ON p.id = r.pipeline_id
                WHERE own.id = @id AND own.name <> @name AND p.id <> @id ORDER BY p.name
                """,
                ("@id", id),
                ("@name", name)),
            row => row.GetString(0),
            cancellationToken);
        if (dependents.Count > 0)
            throw new ConflictException($"Other pipelines depend on it by its name: {string.Join(", ", dependents)}. Have them name its id first.");
    }

    /// <summary>Throws when pipelines would start each other for ever. One such check at a time, so that two that are saved at once see each other.</summary>
    private static async Task RefuseCycleAsync(PostgreSqlSession session, Pipeline pipeline, CancellationToken cancellationToken)
    {
        var references = PipelineReferences.In(pipeline.Document);
        if (references.Count == 0)
            return;
        await session.ExecuteAsync([new("SELECT pg_advisory_xact_lock(hashtext('dataaggregator dependencies'))")], cancellationToken);
        var graph = new DependencyGraph(await session.QueryAsync(new(PostgreSqlDependencyStore.Nodes), PostgreSqlDependencyStore.Read, cancellationToken));
        if (graph.CycleThrough(new PipelineNode(pipeline.Id, pipeline.Name, references)) is { } cycle)
            throw new ConflictException($"Pipelines would start each other for ever: {string.Join(" -> ", cycle.Select(name => $"'{name}'"))}.");
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
