using System.Text.Json;
using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>What dry runs found out, for all hosts.</summary>
internal sealed class PostgreSqlWritePlanStore(PostgreSqlDatabase database) : IWritePlanStore
{
    public Task SaveAsync(string runId, IReadOnlyList<DestinationPlan> plans, CancellationToken cancellationToken) => database.QueryAsync(
        new(
            "INSERT INTO run_write_plans (run_id, plans) VALUES (@run, @plans::json) ON CONFLICT (run_id) DO UPDATE SET plans = excluded.plans",
            ("@run", runId),
            ("@plans", StoredJson.Write(plans))),
        _ => true,
        cancellationToken);

    public async Task<IReadOnlyList<DestinationPlan>?> FindAsync(string runId, CancellationToken cancellationToken) => (await database.QueryAsync(
        new("SELECT plans FROM run_write_plans WHERE run_id = @run", ("@run", runId)),
        row => StoredJson.Read<DestinationPlan[]>(row.GetString(0)),
        cancellationToken)).SingleOrDefault();

    public Task SaveSampleAsync(string runId, int partition, IReadOnlyList<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken) => database.QueryAsync(
        new(
            """
            INSERT INTO run_samples (run_created_at, run_id, partition, records)
            SELECT k.created_at, k.run_id, @partition, @records FROM run_keys k WHERE k.run_id = @run
            ON CONFLICT (run_created_at, run_id, partition) DO UPDATE SET records = excluded.records
            """,
            ("@run", runId),
            ("@partition", partition),
            ("@records", records.Select(record => record.ToArray()).ToArray())),
        _ => true,
        cancellationToken);

    public async Task<IReadOnlyList<JsonElement>> SampleAsync(string runId, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        new(
            """
            SELECT r.record FROM run_keys k JOIN run_samples s ON s.run_created_at = k.created_at AND s.run_id = k.run_id
            CROSS JOIN LATERAL unnest(s.records) WITH ORDINALITY AS r(record, number) WHERE k.run_id = @run ORDER BY s.partition, r.number LIMIT @limit
            """,
            ("@run", runId),
            ("@limit", limit)),
        row => JsonElement.Parse(row.GetFieldValue<byte[]>(0)),
        cancellationToken);
}
