using DataAggregator.Core.Runs;
using DataAggregator.Core.Runs.Ends;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>Decides about starts that nobody asked for by hand.</summary>
internal sealed class PostgreSqlRunAdmissionStore(PostgreSqlDatabase database, TimeProvider time) : IRunAdmissionStore
{
    public Task<RunEndOutcome> AdmitAsync(WantedRun wanted, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var saved = await PostgreSqlAdmission.LockAsync(session, [wanted.Run.PipelineId], cancellationToken);
            return saved.Count == 0 ? RunEndOutcome.None : await PostgreSqlAdmission.AdmitAsync(session, wanted, time.GetUtcNow(), cancellationToken);
        },
        cancellationToken);

    public async Task<IReadOnlyList<Run>> ReleaseAsync(CancellationToken cancellationToken)
    {
        var pipelines = await database.QueryAsync(
            new($"SELECT DISTINCT r.pipeline_id FROM runs r WHERE r.queued AND r.{RunRow.Unfinished}"), row => row.GetString(0), cancellationToken);
        var released = new List<Run>();
        foreach (var pipeline in pipelines)
        {
            var next = await database.WriteAsync(
                async session =>
                {
                    await PostgreSqlAdmission.LockAsync(session, [pipeline], cancellationToken);
                    return await PostgreSqlAdmission.ReleaseAsync(session, pipeline, time.GetUtcNow(), cancellationToken);
                },
                cancellationToken);
            if (next is not null)
                released.Add(next);
        }

        return released;
    }
}
