using DataAggregator.Core.Backfills;

namespace DataAggregator.Functions.Backfills;

/// <summary>A backfill as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PipelineId">The pipeline.</param>
/// <param name="PipelineVersion">The version that its runs are pinned to.</param>
/// <param name="Status"><c>running</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="From">The first value, included.</param>
/// <param name="To">The value to stop before.</param>
/// <param name="Step">The size of a chunk.</param>
/// <param name="Concurrency">The most chunks at work at a time.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="EndedAt">When its last chunk was over.</param>
/// <param name="Chunks">Its chunks, in order.</param>
public sealed record BackfillAnswer(
    string Id,
    string PipelineId,
    int PipelineVersion,
    string Status,
    string From,
    string To,
    string Step,
    int Concurrency,
    string Author,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<ChunkAnswer> Chunks)
{
    internal static BackfillAnswer Of(Backfill backfill) => new(
        backfill.Id,
        backfill.PipelineId,
        backfill.PipelineVersion,
        backfill.Status,
        backfill.From,
        backfill.To,
        backfill.Step,
        backfill.Concurrency,
        backfill.Author,
        backfill.CreatedAt,
        backfill.EndedAt,
        [.. backfill.Chunks.Select(chunk => new ChunkAnswer(chunk.Bounds.From, chunk.Bounds.To, chunk.Status, chunk.RunId))]);
}
