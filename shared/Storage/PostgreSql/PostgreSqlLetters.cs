using System.Data.Common;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The rows of dead letters, and the keys that open them.</summary>
internal sealed class PostgreSqlLetters(PostgreSqlDatabase database, DataKeys keys)
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = $"""
        {DeadLetterRow.Columns}, d.pipeline_id, d.pipeline_name, d.pipeline_version, d.status, d.sealed_edit, d.attempts, d.replay_run_id, d.version, coalesce(d.updated_at, d.created_at), d.as_read, d.is_claimed
        """;

    /// <summary>The current row, still sealed, with what is to be added once it is opened.</summary>
    public static (StoredLetter Stored, Func<DeadLetter, DeadLetterSeal?, DeadLetter> Complete) Read(DbDataReader row)
    {
        var (pipeline, name, version) = (row.IsDBNull(10) ? "" : row.GetString(10), row.IsDBNull(11) ? "" : row.GetString(11), row.IsDBNull(12) ? 0 : row.GetInt32(12));
        var status = Enum.TryParse<DeadLetterStatus>(row.GetString(13), ignoreCase: true, out var known) ? known : DeadLetterStatus.Open;
        var edit = row.IsDBNull(14) ? null : row.GetFieldValue<byte[]>(14);
        var (attempts, replay, revision, updated) = (row.GetInt32(15), row.IsDBNull(16) ? null : row.GetString(16), row.GetInt32(17), PostgreSqlInstant.Read(row, 18));
        var (asRead, claimed) = (row.GetBoolean(19), row.GetBoolean(20));
        return (DeadLetterRow.Read(row, PostgreSqlInstant.Read), (letter, seal) => letter with
        {
            Rejected = letter.Rejected with { AsRead = asRead },
            PipelineId = pipeline,
            PipelineName = name,
            PipelineVersion = version,
            Status = status,
            Edited = edit is null ? default(ReadOnlyMemory<byte>?) : seal!.Open(edit).Record,
            Attempts = attempts,
            ReplayRunId = replay,
            Claimed = claimed,
            Version = revision,
            UpdatedAt = updated,
        });
    }

    /// <summary>The dead letters that a query gives.</summary>
    public async Task<List<DeadLetter>> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(statement, Read, cancellationToken);
        var letters = new List<DeadLetter>(rows.Count);
        DeadLetterSeal? seal = null;
        string? sealOf = null;
        try
        {
            foreach (var (stored, complete) in rows)
            {
                if (sealOf != stored.RunId)
                {
                    seal?.Dispose();
                    (seal, sealOf) = (await FindSealAsync(stored.RunId, cancellationToken), stored.RunId);
                }

                letters.Add(complete(stored.Open(seal), seal));
            }
        }
        finally
        {
            seal?.Dispose();
        }

        return letters;
    }

    /// <summary>The dead letters of one run, in source order.</summary>
    public async Task<Page<DeadLetter>> ListOfRunAsync(string runId, PageRequest request, CancellationToken cancellationToken)
    {
        var (partition, segment, position) = DeadLetterRow.After(request);
        var letters = await QueryAsync(
            new(
                $"""
                SELECT {Columns} FROM run_keys k JOIN dead_letters d ON d.run_created_at = k.created_at AND d.run_id = k.run_id
                WHERE k.run_id = @run AND (d.partition, d.segment, d.position) > (@partition, @segment, @position) ORDER BY d.partition, d.segment, d.position LIMIT @limit
                """,
                ("@run", runId),
                ("@partition", partition),
                ("@segment", segment),
                ("@position", position),
                ("@limit", request.Limit + 1)),
            cancellationToken);
        return Keyset.Page(letters, request, letter => LetterId.Parse(letter.Id)!.InRun(DeadLetterRow.Order));
    }

    /// <summary>The seal that a run's dead letters are made with.</summary>
    public async Task<DeadLetterSeal> SealAsync(string runId, CancellationToken cancellationToken) => new(
        await keys.OfAsync(
            runId,
            async fresh =>
            {
                await database.QueryAsync(new("INSERT INTO dead_letter_keys (run_id, protected_key) SELECT run_id, @key FROM run_keys WHERE run_id = @run ON CONFLICT DO NOTHING", ("@run", runId), ("@key", fresh)), _ => true, cancellationToken);
                // Of a run that there is none of, saving says so.
                return await FindKeyAsync(runId, cancellationToken) ?? fresh;
            },
            cancellationToken),
        runId);

    private async Task<DeadLetterSeal?> FindSealAsync(string runId, CancellationToken cancellationToken) =>
        await keys.FindAsync(runId, () => FindKeyAsync(runId, cancellationToken), cancellationToken) is { } key ? new DeadLetterSeal(key, runId) : null;

    private async Task<string?> FindKeyAsync(string runId, CancellationToken cancellationToken) =>
        (await database.QueryAsync(new("SELECT protected_key FROM dead_letter_keys WHERE run_id = @run", ("@run", runId)), row => row.GetString(0), cancellationToken)).SingleOrDefault();
}
