using System.Data.Common;
using DataAggregator.Core.Pipelines.Templates;
using DataAggregator.Core.Storage;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The templates of pipelines that users of the platform saved.</summary>
internal sealed class PostgreSqlPipelineTemplateStore(PostgreSqlDatabase database, TimeProvider time) : IPipelineTemplateStore
{
    private const string Columns = "SELECT id, name, description, category, parameters, definition, author FROM pipeline_templates";

    public async Task<PipelineTemplate> CreateAsync(PipelineTemplate template, CancellationToken cancellationToken)
    {
        var now = PostgreSqlInstant.Truncate(time.GetUtcNow());
        var saved = template with { Id = Guid.CreateVersion7(now).ToString() };
        try
        {
            await database.QueryAsync(
                new(
                    """
                    INSERT INTO pipeline_templates (id, name, description, category, parameters, definition, author, created_at)
                    VALUES (@id, @name, @description, @category, @parameters::json, @definition::json, @author, @now) RETURNING id
                    """,
                    ("@id", saved.Id),
                    ("@name", saved.Name),
                    ("@description", saved.Description),
                    ("@category", saved.Category),
                    ("@parameters", StoredJson.Write(saved.Parameters)),
                    ("@definition", saved.Definition.GetRawText()),
                    ("@author", saved.Author),
                    ("@now", now)),
                row => row.GetString(0),
                cancellationToken);
            return saved;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ConflictException($"There is another template named '{saved.Name}': choose another name.");
        }
    }

    public async Task<PipelineTemplate?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new($"{Columns} WHERE id = @id", ("@id", id)), Read, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<PipelineTemplate>> ListAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(new($"{Columns} ORDER BY name"), Read, cancellationToken);

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new("DELETE FROM pipeline_templates WHERE id = @id RETURNING id", ("@id", id)), row => row.GetString(0), cancellationToken)).Count > 0;

    private static PipelineTemplate Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        StoredJson.Read<IReadOnlyList<TemplateParameter>>(row.GetString(4)),
        StoredJson.Parse(row.GetString(5)),
        row.GetString(6));
}
