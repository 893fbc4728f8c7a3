using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.PostgreSql;

/// <summary>The statement that adds a run.</summary>
internal static class PostgreSqlRunInsert
{
    /// <summary>Adds the run unless its key has one; its id when it was added.</summary>
    public static Statement Of(Run run) => new(
        """
        WITH claimed AS (
            INSERT INTO run_keys (run_id, run_key, created_at) VALUES (@id, @key, @created) ON CONFLICT (run_key) DO NOTHING RETURNING run_id)
        INSERT INTO runs (
            id, run_key, pipeline_id, pipeline_name, pipeline_version, status, trigger_kind, parameters, logical_time, created_at, epoch, cancel_requested, record_limit, dry_run, reading,
            queued, upstream_run_id)
        SELECT run_id, @key, @pipeline, @name, @version, @status, @trigger, @parameters::json, @logical, @created, @epoch, @cancel, @limit, @dry, @reading::json, @queued, @upstream
        FROM claimed RETURNING id
        """,
        ("@id", run.Id),
        ("@key", run.Key),
        ("@pipeline", run.PipelineId),
        ("@name", run.PipelineName),
        ("@version", run.PipelineVersion),
        ("@status", run.Status.ToWord()),
        ("@trigger", run.Trigger),
        ("@parameters", run.Parameters.GetRawText()),
        ("@logical", run.LogicalTime.ToUniversalTime()),
        ("@created", run.CreatedAt.ToUniversalTime()),
        ("@epoch", run.Epoch),
        ("@cancel", run.CancelRequested),
        ("@limit", run.Limit),
        ("@dry", run.DryRun),
        ("@reading", run.Reading is null ? null : StoredJson.Write(run.Reading)),
        ("@queued", run.Queued),
        ("@upstream", run.UpstreamRunId));
}
