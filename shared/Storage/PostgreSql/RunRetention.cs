using System.Globalization;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Drops the months of runs that need not be kept any longer, with everything that belongs to them. A month with an unfinished run stays.</summary>
public sealed class RunRetention
{
    private readonly PostgreSqlDatabase database;

    internal RunRetention(PostgreSqlDatabase database) => this.database = database;

    /// <summary>Drops every month that ended before <paramref name="instant"/>.</summary>
    /// <returns>The months dropped, as their first days.</returns>
    public async Task<IReadOnlyList<DateOnly>> DropBeforeAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var months = await database.QueryAsync(
            new("SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'runs'::regclass AND c.relname ~ '^runs_\\d{4}_\\d{2}$' ORDER BY 1"),
            row => DateOnly.ParseExact(row.GetString(0)["runs_".Length..], "yyyy_MM", CultureInfo.InvariantCulture),
            cancellationToken);
        var dropped = new List<DateOnly>();
        foreach (var month in months.Where(month => Start(month.AddMonths(1)) <= instant))
        {
            if (await DropAsync(month, cancellationToken))
                dropped.Add(month);
        }

        return dropped;
    }

    private static DateTimeOffset Start(DateOnly month) => new(month, TimeOnly.MinValue, TimeSpan.Zero);

    private Task<bool> DropAsync(DateOnly month, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var suffix = month.ToString("yyyy_MM", CultureInfo.InvariantCulture);
            await session.ExecuteAsync([new("SELECT pg_advisory_xact_lock(@lock)", ("@lock", PostgreSqlMigrator.Lock)), new($"LOCK TABLE runs_{suffix}")], cancellationToken);
            if (await session.QueryAsync(new($"SELECT 1 FROM runs_{suffix} r WHERE r.{RunRow.Unfinished} LIMIT 1"), row => row.GetInt32(0), cancellationToken) is [_])
                return false;
            var drops = PostgreSqlMigrator.PartitionedByRun.Select(table => new Statement($"DROP TABLE IF EXISTS {table.Split(' ')[0]}_{suffix}"));
            var keys = new Statement("DELETE FROM run_keys WHERE created_at >= @from AND created_at < @to", ("@from", Start(month)), ("@to", Start(month.AddMonths(1))));
            await session.ExecuteAsync([.. drops, keys], cancellationToken);
            return true;
        },
        cancellationToken);
}
