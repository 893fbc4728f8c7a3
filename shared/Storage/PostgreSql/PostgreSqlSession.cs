using System.Data.Common;
using Npgsql;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Statements on one connection, within its transaction where there is one.</summary>
internal sealed class PostgreSqlSession(NpgsqlConnection connection)
{
    /// <summary>Runs statements in one round trip; all or none take effect.</summary>
    public async Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        if (statements.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            Bind(command.Parameters, statement);
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The rows of a query, or those that a statement returns.</summary>
    public async Task<List<T>> QueryAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement.Sql, connection);
        Bind(command.Parameters, statement);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<T> items = [];
        while (await rows.ReadAsync(cancellationToken))
            items.Add(read(rows));
        return items;
    }

    private static void Bind(NpgsqlParameterCollection parameters, Statement statement)
    {
        foreach (var (name, value) in statement.Parameters)
            parameters.AddWithValue(name, value ?? DBNull.Value);
    }
}
