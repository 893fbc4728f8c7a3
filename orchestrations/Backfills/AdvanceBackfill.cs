using System.Text.Json;
using DataAggregator.Core.Backfills;
using DataAggregator.Core.Runs;
using DataAggregator.Orchestrations.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Orchestrations.Backfills;

/// <summary>Notes what has become of the runs of a backfill, starts the next ones, or stops them. Repeated, it changes nothing more.</summary>
public sealed class AdvanceBackfill(IBackfillStore backfills, IRunStore runs, IRunControlStore control, RunStarter starter, TimeProvider time)
{
    /// <summary>Moves the backfill on; true when its last chunk is over.</summary>
    [Function(nameof(AdvanceBackfill))]
    public async Task<bool> RunAsync([ActivityTrigger] string id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await backfills.FindAsync(id, cancellationToken) is not { EndedAt: null } backfill)
            return true;
        var atWork = 0;
        var isOver = true;
        foreach (var chunk in backfill.Chunks.Where(chunk => !chunk.IsOver))
        {
            var now = chunk.Status == ChunkStatus.Running ? await LookAsync(backfill, chunk, client, cancellationToken)
                : backfill.CancelRequested ? chunk with { Status = ChunkStatus.Cancelled }
                : atWork < backfill.Concurrency ? await StartAsync(backfill, chunk, client, cancellationToken)
                : chunk;
            if (now != chunk)
            {
                FaultPoint.Reach("chunk_moved");
                await backfills.SetChunkAsync(id, now, cancellationToken);
                FaultPoint.Reach("chunk_saved");
            }

            atWork += now.Status == ChunkStatus.Running ? 1 : 0;
            isOver &= now.IsOver;
        }

        if (isOver)
            await backfills.EndAsync(id, cancellationToken);
        return isOver;
    }

    private async Task<BackfillChunk> LookAsync(Backfill backfill, BackfillChunk chunk, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(chunk.RunId!, cancellationToken);
        if (run is { } unfinished && !unfinished.Status.IsTerminal())
        {
            if (backfill.CancelRequested && await control.RequestCancelAsync(unfinished.Id, cancellationToken))
            {
                await starter.EnsureAsync(client, unfinished, cancellationToken);
                await RunStarter.WakeAsync(client, unfinished.Id, cancellationToken);
            }

            return chunk;
        }

        return chunk with
        {
            Status = run?.Status switch
            {
                RunStatus.Success or RunStatus.Warning => ChunkStatus.Done,
                RunStatus.Cancelled => ChunkStatus.Cancelled,
                _ => ChunkStatus.Failed,
            },
        };
    }

    private async Task<BackfillChunk> StartAsync(Backfill backfill, BackfillChunk chunk, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = new Run
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Key = $"{backfill.PipelineId}:backfill:{backfill.Id}:{chunk.Bounds.From}/{chunk.Bounds.To}",
            PipelineId = backfill.PipelineId,
            PipelineName = backfill.PipelineName,
            PipelineVersion = backfill.PipelineVersion,
            Status = RunStatus.Pending,
            Trigger = "backfill",
            Parameters = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["backfill_from"] = chunk.Bounds.From, ["backfill_to"] = chunk.Bounds.To }),
            LogicalTime = now,
            CreatedAt = now,
            Reading = new RunReading { Bounds = chunk.Bounds },
        };
        var run = await starter.StartAsync(client, wanted, cancellationToken);
        return chunk with { Status = ChunkStatus.Running, RunId = run.Id };
    }
}
