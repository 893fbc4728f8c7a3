using DataAggregator.Core.Records;
using Npgsql;

namespace DataAggregator.Connectors.PostgreSql;

/// <summary>
/// Loads the batches of one segment. Where the table has constraints that wait for the commit, a record may refer to one that comes later: they are
/// checked once at the end, or at the latest when as much was sent as is worth keeping in memory, or the fields change. Only where that refuses
/// something is it undone and loaded again, checked with every statement, which tells the record that is to blame.
/// </summary>
/// <param name="connection">The connection, in a transaction.</param>
/// <param name="table">The table.</param>
/// <param name="open">Begins a load into it.</param>
internal sealed class DeferredLoad(NpgsqlConnection connection, TableName table, Func<SegmentLoad> open)
{
    private const string Savepoint = "_dataaggregator_deferred";
    private const long MaxBytes = 64 << 20;

    private RecordBatch? next;

    /// <summary>Takes all batches and disposes them.</summary>
    public async Task<LoadedRows> RunAsync(IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellationToken)
    {
        if (!await IsDeferredAsync(cancellationToken))
        {
            // What waits elsewhere, behind a trigger, would refuse the whole segment at the commit.
            await CheckAsync(cancellationToken);
            return await open().RunAsync(batches, cancellationToken);
        }

        var loaded = new LoadedRows(0, 0, []);
        await using var source = batches.GetAsyncEnumerator(cancellationToken);
        next = await source.MoveNextAsync() ? source.Current : null;
        try
        {
            while (next is not null)
                loaded = loaded.And(await LoadPartAsync(source, cancellationToken));
        }
        finally
        {
            next?.Dispose();
        }

        return loaded;
    }

    /// <summary>The next batches that are checked together, each kept besides. A column cannot be added while records wait to be checked.</summary>
    private async IAsyncEnumerable<RecordBatch> TakePartAsync(IAsyncEnumerator<RecordBatch> source, List<RecordBatch> kept)
    {
        var schema = next!.Schema;
        for (var size = 0L; next is { } batch && size < MaxBytes && batch.Schema.Equals(schema);)
        {
            kept.Add(batch.Share());
            size += batch.SizeInBytes;
            next = null;
            yield return batch;
            next = await source.MoveNextAsync() ? source.Current : null;
        }
    }

    private async Task<LoadedRows> LoadPartAsync(IAsyncEnumerator<RecordBatch> source, CancellationToken cancellationToken)
    {
        var kept = new List<RecordBatch>();
        try
        {
            await ExecuteAsync($"SET CONSTRAINTS ALL DEFERRED; SAVEPOINT {Savepoint}", cancellationToken);
            var loaded = await open().RunAsync(TakePartAsync(source, kept), cancellationToken);
            if (!await IsConsistentAsync(cancellationToken))
                loaded = await open().RunAsync(kept.Select(batch => batch.Share()).ToAsyncEnumerable(), cancellationToken);
            await ExecuteAsync($"RELEASE SAVEPOINT {Savepoint}", cancellationToken);
            return loaded;
        }
        finally
        {
            foreach (var batch in kept)
                batch.Dispose();
        }
    }

    /// <summary>Checks what waits; where something is refused, all of the part is undone, and statements are checked one by one from now on.</summary>
    private async Task<bool> IsConsistentAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(cancellationToken);
            return true;
        }
        catch (PostgresException refusal) when (PostgreSqlErrors.IsRefusal(refusal))
        {
            await ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken);
            await CheckAsync(cancellationToken);
            return false;
        }
    }

    private async Task<bool> IsDeferredAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = $1::regclass AND tginitdeferred)", connection)
        {
            Parameters = { new() { Value = table.Sql } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private Task CheckAsync(CancellationToken cancellationToken) => ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", cancellationToken);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
