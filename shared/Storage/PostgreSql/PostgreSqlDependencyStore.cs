using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Dependencies;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Which pipelines of the platform name which others.</summary>
internal sealed class PostgreSqlDependencyStore(PostgreSqlDatabase database) : IDependencyStore
{
    /// <summary>Every pipeline's id and name, and what it names.</summary>
    public const string Nodes = """
        SELECT p.id, p.name, coalesce((SELECT array_agg(r.other ORDER BY r.other) FROM pipeline_references r WHERE r.pipeline_id = p.id), '{}') FROM pipelines p ORDER BY p.name
        """;

    public async Task<IReadOnlyList<PipelineNode>> ListAsync(CancellationToken cancellationToken) => await database.QueryAsync(new(Nodes), Read, cancellationToken);

    public async Task<IReadOnlyList<Pipeline>> DependentsAsync(string id, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            $"""
            {PostgreSqlPipelineStore.SelectNewest} JOIN pipelines own ON own.id = @id
            WHERE d.enabled AND d.id <> @id AND EXISTS (SELECT FROM pipeline_references r WHERE r.pipeline_id = d.id AND r.other IN (own.id, own.name)) ORDER BY d.id
            """,
            ("@id", id)),
        PostgreSqlPipelineStore.Read,
        cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> IdsAsync(IReadOnlyCollection<string> references, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            new("SELECT id, name FROM pipelines WHERE id = ANY(@references) OR name = ANY(@references)", ("@references", references.ToArray())),
            row => (Id: row.GetString(0), Name: row.GetString(1)),
            cancellationToken);
        var ids = found.ToDictionary(pipeline => pipeline.Name, pipeline => pipeline.Id, StringComparer.Ordinal);
        foreach (var (id, _) in found)
            ids[id] = id;
        return ids;
    }

    internal static PipelineNode Read(System.Data.Common.DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetFieldValue<string[]>(2));
}
