using System.Data.Common;
using DataAggregator.Core.Records;
using DataAggregator.Core.Storage;
using DataAggregator.Core.Transformations;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The saved transformations of the platform. Versions are only ever added: they outlive their transformation, for the runs that refer to them.</summary>
internal sealed class PostgreSqlTransformationStore(PostgreSqlDatabase database, TimeProvider time) : ITransformationStore
{
    private const string Columns = "SELECT v.transformation_id, v.version, v.name, v.description, v.input_schema, v.steps, v.created_at, v.updated_at, v.author";
    private const string SelectNewest = $"{Columns} FROM transformations d JOIN transformation_versions v ON v.transformation_id = d.id AND v.version = d.version";
    private const string Referred = "(SELECT DISTINCT * FROM unnest(@ids, @versions) AS named (id, version)) r";
    private static readonly string[] VersionOrders = ["-version", "version"];

    public Task<SavedTransformation> CreateAsync(SavedTransformation transformation, CancellationToken cancellationToken)
    {
        var now = PostgreSqlInstant.Truncate(time.GetUtcNow());
        var first = transformation with { Id = Guid.CreateVersion7(now).ToString(), Version = 1, CreatedAt = now, UpdatedAt = now };
        return WriteAsync(
            first.Name,
            async session =>
            {
                await session.ExecuteAsync(
                    [
                        new(
                            "INSERT INTO transformations (id, version, name, created_at, updated_at) VALUES (@id, 1, @name, @now, @now)",
                            ("@id", first.Id),
                            ("@name", first.Name),
                            ("@now", now)),
                        Version(first),
                    ],
                    cancellationToken);
                return first;
            },
            cancellationToken);
    }

    public async Task<SavedTransformation?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"{SelectNewest} WHERE d.id = @id", ("@id", id)), Read, cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<SavedTransformation>> FindAsync(IReadOnlyCollection<TransformationReference> references, CancellationToken cancellationToken) => FindAsync(
        $"""
        {Columns} FROM {Referred} JOIN transformations d ON d.id = r.id
        JOIN transformation_versions v ON v.transformation_id = d.id AND v.version = COALESCE(r.version, d.version)
        """,
        references,
        cancellationToken);

    public Task<IReadOnlyList<SavedTransformation>> FindVersionsAsync(IReadOnlyCollection<TransformationReference> references, CancellationToken cancellationToken) => FindAsync(
        $"{Columns} FROM {Referred} JOIN transformation_versions v ON v.transformation_id = r.id AND v.version = r.version", references, cancellationToken);

    public Task<Page<SavedTransformation>> ListAsync(PageRequest request, CancellationToken cancellationToken) =>
        DefinitionList.PageAsync(database, SelectNewest, request, Read, item => new(item.Id, item.Name, item.CreatedAt, item.UpdatedAt), cancellationToken);

    public async Task<Page<SavedTransformation>> ListVersionsAsync(string id, PageRequest request, CancellationToken cancellationToken)
    {
        var order = Sorting.Of(request, VersionOrders);
        var after = Keyset.Of(request, order);
        var (compares, direction) = order[0] == '-' ? ("<", "DESC") : (">", "ASC");
        var begin = after is null ? "" : $"AND v.version {compares} @after";
        var items = await database.QueryAsync(
            new(
                $"""
                {Columns} FROM transformations d JOIN transformation_versions v ON v.transformation_id = d.id
                WHERE d.id = @id AND v.name ILIKE @query ESCAPE '\' {begin} ORDER BY v.version {direction} LIMIT @limit
                """,
                ("@id", id),
                ("@query", Keyset.Contains(request.Query ?? "")),
                ("@after", after is null ? null : Keyset.Number(after.Value)),
                ("@limit", request.Limit + 1)),
            Read,
            cancellationToken);
        return Keyset.Page(items, request, item => new Keyset(order, Keyset.Text(item.Version), item.Id));
    }

    public Task<SavedTransformation> UpdateAsync(SavedTransformation transformation, int? expectedVersion, CancellationToken cancellationToken) => WriteAsync(
        transformation.Name,
        async session =>
        {
            var newest = await LockAsync(session, transformation.Id, expectedVersion, cancellationToken)
                ?? throw new KeyNotFoundException($"There is no transformation with the id '{transformation.Id}'.");
            var next = transformation with { Version = newest.Version + 1, CreatedAt = newest.CreatedAt, UpdatedAt = PostgreSqlInstant.Truncate(time.GetUtcNow()) };
            await session.ExecuteAsync(
                [
                    new(
                        "UPDATE transformations SET version = @version, name = @name, updated_at = @now WHERE id = @id",
                        ("@id", next.Id),
                        ("@version", next.Version),
                        ("@name", next.Name),
                        ("@now", next.UpdatedAt)),
                    Version(next),
                ],
                cancellationToken);
            return next;
        },
        cancellationToken);

    public async Task<bool> DeleteAsync(string id, int? expectedVersion, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(
                async session =>
                {
                    if (await LockAsync(session, id, expectedVersion, cancellationToken) is null)
                        return false;
                    await session.ExecuteAsync([new("DELETE FROM transformations WHERE id = @id", ("@id", id))], cancellationToken);
                    return true;
                },
                cancellationToken);
        }
        catch (PostgresException used) when (used.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new ConflictException("The transformation is used by a pipeline.");
        }
    }

    private static SavedTransformation Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetInt32(1),
        row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : StoredJson.Read<Schema>(row.GetString(4)),
        StoredJson.Parse(row.GetString(5)),
        PostgreSqlInstant.Read(row, 6),
        PostgreSqlInstant.Read(row, 7),
        row.GetString(8));

    private static Statement Version(SavedTransformation transformation) => new(
        """
        INSERT INTO transformation_versions (transformation_id, version, name, description, input_schema, steps, created_at, updated_at, author)
        VALUES (@id, @version, @name, @description, @input::json, @steps::json, @created, @updated, @author)
        """,
        ("@id", transformation.Id),
        ("@version", transformation.Version),
        ("@name", transformation.Name),
        ("@description", transformation.Description),
        ("@input", transformation.InputSchema is { } schema ? StoredJson.Write(schema) : null),
        ("@steps", transformation.Steps.GetRawText()),
        ("@created", transformation.CreatedAt),
        ("@updated", transformation.UpdatedAt),
        ("@author", transformation.Author));

    /// <summary>Holds the transformation for a change; null when there is none.</summary>
    private static async Task<(int Version, DateTimeOffset CreatedAt)?> LockAsync(PostgreSqlSession session, string id, int? expectedVersion, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(
            new("SELECT version, created_at FROM transformations WHERE id = @id FOR UPDATE", ("@id", id)),
            row => (Version: row.GetInt32(0), CreatedAt: PostgreSqlInstant.Read(row, 1)),
            cancellationToken);
        if (found is not [var newest])
            return null;
        return expectedVersion is { } expected && expected != newest.Version ? throw new StaleVersionException("transformation", expected, newest.Version) : newest;
    }

    private async Task<IReadOnlyList<SavedTransformation>> FindAsync(string sql, IReadOnlyCollection<TransformationReference> references, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new(sql, ("@ids", references.Select(reference => reference.Id).ToArray()), ("@versions", references.Select(reference => reference.Version).ToArray())),
            Read,
            cancellationToken);

    private async Task<SavedTransformation> WriteAsync(string name, Func<PostgreSqlSession, Task<SavedTransformation>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(work, cancellationToken);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ConflictException($"There is another transformation named '{name}': choose another name.");
        }
    }
}
