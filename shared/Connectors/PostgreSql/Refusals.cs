using System.Globalization;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// The records of a segment that the server refused. Where the cause is common to all, the settings are wrong, and the run ends rather than
/// fill the dead letters: a column that must not be null has no field at all, or the first <see cref="CommonCause"/> records are refused for one
/// reason and none was taken.
/// </summary>
internal sealed class Refusals(NpgsqlConnection connection, TableName table, Schema expected)
{
    /// <summary>Records refused for one reason, none taken, after which the reason counts as common to all.</summary>
    public const int CommonCause = 1000;

    private readonly List<RejectedRecord> records = [];
    private readonly Dictionary<string, string?> columnOf = new(StringComparer.Ordinal);
    private (string Code, string? Constraint, string? Column)? cause;
    private int sameCause;

    /// <summary>The refused records.</summary>
    public IReadOnlyList<RejectedRecord> Records => records;

    /// <summary>Takes records that were not sent because the columns cannot hold them.</summary>
    public void AddUnsent(IReadOnlyList<RejectedRecord> unsent) => records.AddRange(unsent);

    /// <summary>Takes a record that the server refused.</summary>
    /// <param name="batch">Where it is.</param>
    /// <param name="row">Its physical row.</param>
    /// <param name="refusal">What the server says.</param>
    /// <param name="taken">Records of the segment that the server has taken.</param>
    /// <param name="cancellationToken">Cancels the question about a constraint.</param>
    /// <exception cref="ConnectorException">The cause is common to all (settings).</exception>
    public async Task AddAsync(RecordBatch batch, int row, PostgresException refusal, long taken, CancellationToken cancellationToken)
    {
        var reason = PostgreSqlErrors.Refusal(refusal);
        if (reason is { Column: null, Constraint: { } constraint })
            reason = reason with { Column = await ColumnOfAsync(constraint, cancellationToken) };
        if (refusal.SqlState == PostgresErrorCodes.NotNullViolation && reason.Column is { } column && batch.Schema.Find(column) is null && expected.Find(column) is null)
        {
            throw new ConnectorException(
                ErrorClass.Settings, "required_column_missing", $"Column '{column}' of table '{table}' must not be null, and the records have no such field.", "Add the field in a step, or give the column a default.", refusal);
        }

        var error = new RecordError("destination", reason.Column, reason.Constraint ?? "postgresql", reason.Code, PostgreSqlErrors.Explain(refusal, reason));
        records.Add(new RejectedRecord(batch.Partition, batch.FirstOrdinal + row, RecordJson.ToBytes(batch, row), [error]));
        var found = (reason.Code, reason.Constraint, reason.Column);
        sameCause = cause == found ? sameCause + 1 : 1;
        cause = found;
        if (sameCause < CommonCause || taken > 0)
            return;
        throw new ConnectorException(
            ErrorClass.Settings,
            "all_records_refused",
            string.Create(CultureInfo.InvariantCulture, $"Table '{table}' refused the first {sameCause} records for one reason, and took none:{reason.Where}: {reason.Reason}."),
            "Correct the table, or the values in a step before. Records that are refused one by one would go to the dead letters.",
            refusal);
    }

    /// <summary>The one column that a constraint, or a unique index, is about; null where it is about several.</summary>
    private async Task<string?> ColumnOfAsync(string constraint, CancellationToken cancellationToken)
    {
        if (columnOf.TryGetValue(constraint, out var known))
            return known;
        await using var command = new NpgsqlCommand(
            """
            SELECT min(a.attname) FROM (
                SELECT unnest(conkey) AS number FROM pg_constraint WHERE conrelid = $1::regclass AND conname = $2
                UNION SELECT unnest(i.indkey) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1::regclass AND c.relname = $2) k
            JOIN pg_attribute a ON a.attrelid = $1::regclass AND a.attnum = k.number HAVING count(*) = 1
            """,
            connection)
        {
            Parameters = { new() { Value = table.Sql }, new() { Value = constraint } },
        };
        return columnOf[constraint] = await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
