using System.Data.Common;
using DataAggregator.Core.Runs;

namespace DataAggregator.Storage;

/// <summary>How a run's row changes when it is told something: what is set and when that may be, over <c>runs r</c>, alike in every database.</summary>
/// <param name="Assignments">What is set.</param>
/// <param name="Condition">When.</param>
internal sealed record RunTransition(string Assignments, string Condition)
{
    private const string Unfinished = $"r.{RunRow.Unfinished}";
    private const string Mine = $"{Unfinished} AND r.status <> 'paused' AND r.epoch = @epoch";
    private const string GoesOn = "NOT r.cancel_requested AND NOT r.pause_requested AND NOT r.halted";
    private const string RaiseIfPaused = """
        epoch = CASE WHEN r.status = 'paused' THEN r.epoch + 1 ELSE r.epoch END, halted = CASE WHEN r.status = 'paused' THEN false ELSE r.halted END, pause_requested = false,
        heartbeat_at = CASE WHEN r.status = 'paused' THEN @now ELSE r.heartbeat_at END
        """;

    /// <summary>The columns that <see cref="Order"/> reads.</summary>
    public const string OrderColumns = "cancel_requested, halted, pause_requested";

    public static RunTransition Begin { get; } = new(
        $"""
        status = CASE WHEN {GoesOn} THEN 'running' ELSE r.status END, started_at = CASE WHEN {GoesOn} THEN coalesce(r.started_at, @now) ELSE r.started_at END,
        heartbeat_at = @now, lease_until = @lease, waits_until = NULL, waits_for = NULL, workers = r.workers + 1
        """,
        Mine);

    public static RunTransition Beat { get; } = new(
        "heartbeat_at = @now, lease_until = @lease, work_records = r.work_records + @records, work_bytes = r.work_bytes + @bytes", Mine);

    public static RunTransition Release { get; } = new(
        "lease_until = CASE WHEN r.workers > 1 THEN r.lease_until ELSE NULL END, workers = CASE WHEN r.workers > 0 THEN r.workers - 1 ELSE 0 END", Mine);

    public static RunTransition Wait { get; } = new(
        "status = 'retrying', heartbeat_at = @now, lease_until = @lease, waits_until = @until, waits_for = @reason", Mine);

    public static RunTransition Halt { get; } = new("halted = true", Mine);

    public static RunTransition Pause { get; } = new(
        "status = 'paused', lease_until = NULL, workers = 0, waits_until = NULL, waits_for = NULL", $"{Mine} AND r.pause_requested AND NOT r.cancel_requested");

    public static RunTransition RequestPause { get; } = new("pause_requested = true", $"{Unfinished} AND NOT r.cancel_requested");

    public static RunTransition Resume { get; } = new($"{RaiseIfPaused}, status = CASE WHEN r.status = 'paused' THEN 'pending' ELSE r.status END", $"{Unfinished} AND r.pause_requested");

    // One that waits for the run before has done nothing that would have to be undone.
    public static RunTransition RequestCancel { get; } = new(
        $"""
        {RaiseIfPaused}, status = CASE WHEN r.queued THEN 'cancelled' WHEN r.status = 'paused' THEN 'pending' ELSE r.status END, cancel_requested = true,
        ended_at = CASE WHEN r.queued THEN @now ELSE r.ended_at END, queued = false
        """,
        Unfinished);

    public static RunTransition Reopen { get; } = new(
        """
        status = 'pending', epoch = r.epoch + 1, attempt = r.attempt + 1, cancel_requested = false, pause_requested = false, halted = false,
        ended_at = NULL, error = NULL, heartbeat_at = @now, lease_until = NULL, workers = 0, retryable = false, kept = false
        """,
        "r.status = 'failed' AND r.retryable");

    public static RunTransition TakeOver { get; } = new("epoch = r.epoch + 1, halted = false, heartbeat_at = @now, lease_until = NULL, workers = 0", Mine);

    public static RunTransition GiveUp { get; } = new("retryable = false", "r.status = 'failed' AND r.kept");

    public static RunTransition ForgetKept { get; } = new("kept = false", "r.status = 'failed' AND NOT r.retryable");

    /// <summary>The order of the current row of <see cref="OrderColumns"/>, the first of which stands at <paramref name="at"/>.</summary>
    public static RunOrder Order(DbDataReader row, int at) =>
        row.GetBoolean(at) ? RunOrder.Cancel : row.GetBoolean(at + 1) ? RunOrder.Halt : row.GetBoolean(at + 2) ? RunOrder.Pause : RunOrder.GoOn;
}
