using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Connectors;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// The table that <c>replace</c> loads into, until it takes the target's place in one transaction. Where anything hangs on the target that
/// a new table cannot take over (views, foreign keys, triggers, policies, another owner...), the target is emptied and filled from it instead.
/// </summary>
internal sealed class ShadowTable(TableName target, WriteTarget delivery)
{
    /// <summary>Its name: the same for every attempt of one delivery.</summary>
    public TableName Name { get; } = new(target.Schema, NameFor(target, delivery));

    /// <summary>Creates it like the target, where it is not there yet; its identity columns go on from where the target's are.</summary>
    public async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await Relation.FindAsync(connection, Name, cancellationToken) is not null)
            return;
        await ExecuteAsync(connection, CreateSql, cancellationToken);
        foreach (var (old, own, _) in await IdentitiesAsync(connection, cancellationToken))
            await ExecuteAsync(connection, $"SELECT setval('{Literal(own)}', last_value, is_called) FROM {old}", cancellationToken);
    }

    /// <summary>The statement that creates it.</summary>
    public string CreateSql => $"CREATE TABLE {Name.Sql} (LIKE {target.Sql} INCLUDING ALL)";

    /// <summary>Why it cannot simply take the place of a target that is there; empty when it can.</summary>
    public async Task<IReadOnlyList<string>> ObstaclesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. (await RowsAsync(connection, ShadowSql.Obstacles, cancellationToken)).Select(row => row[0]).Distinct(StringComparer.Ordinal)];

    /// <summary>Puts its records in the target's place.</summary>
    /// <exception cref="ConnectorException">It is not there (refused), or the target's constraints do not hold (refused).</exception>
    public async Task SwapAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, $"LOCK TABLE {target.Sql} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        var shadow = await Relation.FindAsync(connection, Name, cancellationToken)
            ?? throw new ConnectorException(ErrorClass.Refused, "not_prepared", $"The table that was to replace '{target}' is gone.");
        foreach (var (old, own, _) in await IdentitiesAsync(connection, cancellationToken))
            await AlignAsync(connection, old, own, cancellationToken);
        if ((await ObstaclesAsync(connection, cancellationToken)).Count == 0)
            await TakePlaceAsync(connection, cancellationToken);
        else
            await RefillAsync(connection, shadow, cancellationToken);
    }

    /// <summary>Drops it.</summary>
    public Task DropAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, $"DROP TABLE IF EXISTS {Name.Sql}", cancellationToken);

    private static string NameFor(TableName target, WriteTarget delivery)
    {
        var identity = string.Create(CultureInfo.InvariantCulture, $"{delivery.RunId}\n{delivery.Destination}\n{target.Sql}");
        return "_dataaggregator_new_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 8));
    }

    private static string Literal(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private async Task TakePlaceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var statements = await RowsAsync(connection, ShadowSql.Grants, cancellationToken);
        statements.AddRange(await RowsAsync(connection, ShadowSql.Comment, cancellationToken));
        var renames = await RowsAsync(connection, ShadowSql.IndexRenames, cancellationToken);
        foreach (var (_, own, oldName) in await IdentitiesAsync(connection, cancellationToken))
            renames.Add([$"ALTER SEQUENCE {own} RENAME TO {oldName}"]);
        foreach (var statement in statements)
            await ExecuteAsync(connection, statement[0], cancellationToken);
        await ExecuteAsync(connection, $"DROP TABLE {target.Sql}", cancellationToken);
        await ExecuteAsync(connection, $"ALTER TABLE {Name.Sql} RENAME TO {TableName.Quote(target.Name)}", cancellationToken);
        foreach (var rename in renames)
            await ExecuteAsync(connection, rename[0], cancellationToken);
    }

    private async Task RefillAsync(NpgsqlConnection connection, Relation shadow, CancellationToken cancellationToken)
    {
        var existing = (await Relation.FindAsync(connection, target, cancellationToken))!;
        foreach (var column in shadow.Columns.Where(column => existing.Find(column.Name) is null))
            await ExecuteAsync(connection, $"ALTER TABLE {target.Sql} ADD COLUMN {TableName.Quote(column.Name)} {column.Type}", cancellationToken);
        var referenced = await RowsAsync(connection, ShadowSql.References, cancellationToken);
        await ExecuteAsync(
            connection, referenced.Count > 0 ? $"SET CONSTRAINTS ALL DEFERRED; DELETE FROM {target.Sql}" : $"TRUNCATE TABLE {target.Sql}", cancellationToken);
        var columns = TableName.QuoteAll(shadow.Columns.Where(column => !column.IsGenerated).Select(column => column.Name));
        await ExecuteAsync(connection, $"INSERT INTO {target.Sql} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {Name.Sql}", cancellationToken);
        await DropAsync(connection, cancellationToken);
    }

    private async Task<List<(string Old, string Own, string OldName)>> IdentitiesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. (await RowsAsync(connection, ShadowSql.Identities, cancellationToken)).Select(row => (row[0], row[1], row[2]))];

    private static Task AlignAsync(NpgsqlConnection connection, string old, string own, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        $"""
        SELECT setval('{Literal(own)}', greatest(a.last_value, b.last_value), a.is_called OR b.is_called),
               setval('{Literal(old)}', greatest(a.last_value, b.last_value), a.is_called OR b.is_called)
        FROM {old} a, {own} b
        """,
        cancellationToken);

    private async Task<List<string[]>> RowsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = target.Sql }, new() { Value = Name.Sql } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new string[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.GetString(i);
            rows.Add(row);
        }

        return rows;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
