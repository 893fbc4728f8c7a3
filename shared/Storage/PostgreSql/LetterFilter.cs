using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The condition on <c>dead_letters d</c> that a query stands for; only what is asked for is in it, so that an index can serve it.</summary>
internal static class LetterFilter
{
    /// <summary>The condition.</summary>
    public static string Sql(DeadLetterQuery query)
    {
        var conditions = new List<string> { query.Status is null ? "d.status <> 'attempt'" : "d.status = @status" };
        if (query.PipelineId is not null)
            conditions.Add("d.pipeline_id = @pipeline");
        if (query.RunId is not null)
            conditions.Add("d.run_created_at = (SELECT created_at FROM run_keys WHERE run_id = @of_run) AND d.run_id = @of_run");
        if (query.Claimed is { } claimed)
            conditions.Add(claimed ? "d.is_claimed" : "NOT d.is_claimed");
        // What another replay has taken since is listed under both, but only the later one holds it.
        if (query is { ReplayRunId: not null, Claimed: true })
            conditions.Add("d.replay_run_id = @of_replay");
        else if (query.ReplayRunId is not null)
            conditions.Add("(d.run_created_at, d.run_id, d.partition, d.segment, d.position) IN (SELECT run_created_at, run_id, partition, segment, position FROM dead_letter_replays WHERE replay_run_id = @of_replay)");
        if (query.Code is not null)
            conditions.Add("d.code = @code");
        if (query.Step is not null)
            conditions.Add("d.step = @step");
        if (query.Text is not null)
            conditions.Add("concat_ws(' ', d.code, d.field, d.rule, d.step, d.run_id, d.pipeline_name) ILIKE @text ESCAPE '\\'");
        if (query.Ids is not null)
        {
            conditions.Add("""
                (d.run_created_at, d.run_id, d.partition, d.segment, d.position) IN (
                    SELECT k.created_at, i.run_id, i.partition, i.segment, i.position FROM unnest(@id_runs, @id_partitions, @id_segments, @id_positions) AS i(run_id, partition, segment, position)
                    JOIN run_keys k ON k.run_id = i.run_id)
                """);
        }

        return string.Join(" AND ", conditions);
    }

    /// <summary>What its parameters are.</summary>
    public static IReadOnlyList<(string Name, object? Value)> Parameters(DeadLetterQuery query)
    {
        var ids = (query.Ids ?? []).Select(LetterId.Parse).OfType<LetterId>().ToList();
        return
        [
            ("@status", query.Status?.ToString().ToLowerInvariant()),
            ("@pipeline", query.PipelineId),
            ("@of_run", query.RunId),
            ("@of_replay", query.ReplayRunId),
            ("@code", query.Code),
            ("@step", query.Step),
            ("@text", query.Text is null ? null : Keyset.Contains(query.Text)),
            ("@id_runs", ids.Select(id => id.RunId).ToArray()),
            ("@id_partitions", ids.Select(id => id.Partition).ToArray()),
            ("@id_segments", ids.Select(id => id.Segment).ToArray()),
            ("@id_positions", ids.Select(id => id.Position).ToArray()),
        ];
    }
}
