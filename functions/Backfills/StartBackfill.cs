using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Backfills;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Functions.States;
using DataAggregator.Orchestrations.Backfills;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Backfills;

/// <summary>POST /pipelines/{id}/backfill: reads a range of the source again, a run a chunk.</summary>
public sealed class StartBackfill(IPipelineStore pipelines, IBackfillStore backfills, BackfillStarter starter, PipelineStreams streams, TimeProvider time)
{
    /// <summary>What a backfill takes.</summary>
    public sealed record Request
    {
        /// <summary>The first value.</summary>
        [Description("The first value of the cursor field, included: a date, a time or a number.")]
        public required string From { get; init; }

        /// <summary>The value to stop before.</summary>
        [Description("The value of the cursor field to stop before.")]
        public required string To { get; init; }

        /// <summary>The size of a chunk.</summary>
        [Description("The size of a chunk: a duration (6h, 1d, 1w, 1mo), or a number where the cursor is one.")]
        public required string Step { get; init; }

        /// <summary>The most chunks at work.</summary>
        [Description("The most chunks at work at a time.")]
        [Range(1, 32)]
        public int Concurrency { get; init; } = 1;

        /// <summary>Whether to skip what is done.</summary>
        [Description("Skips chunks of exactly these bounds that an earlier backfill has done.")]
        public bool OnlyMissing { get; init; }
    }

    /// <summary>Starts reading a range of the source again.</summary>
    [Function("StartBackfill")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request))]
    [Answers(202, typeof(BackfillAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/{id}/backfill")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        var problems = new Problems();
        var bounds = BackfillRange.Split(body.From, body.To, body.Step, problems);
        var (_, settings) = await streams.FindAsync(pipeline, cancellationToken);
        if (settings?.CursorField is null)
            problems.Add("$", "cannot be done: the pipeline's source has no incremental.cursor_field that the bounds could be of.");
        problems.ThrowIfAny();
        var done = body.OnlyMissing ? await backfills.ListDoneAsync(id, cancellationToken) : new HashSet<Core.Incremental.CursorBounds>();
        var wanted = new Backfill
        {
            Id = IdOf(request, id),
            PipelineId = id,
            PipelineName = pipeline.Name,
            PipelineVersion = pipeline.Version,
            From = body.From,
            To = body.To,
            Step = body.Step,
            Concurrency = body.Concurrency,
            Author = SignedInUser.Of(request).Email,
            CreatedAt = time.GetUtcNow(),
            Chunks = [.. bounds.Select((chunk, number) => new BackfillChunk(number, chunk, done.Contains(chunk) ? ChunkStatus.Skipped : ChunkStatus.Pending))],
        };
        var kept = await starter.StartAsync(client, wanted, cancellationToken);
        request.HttpContext.Response.Headers.Location = $"/api/v1/pipelines/{id}/backfills/{kept.Id}";
        return Results.Json(BackfillAnswer.Of(kept), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private string IdOf(HttpRequest request, string pipelineId) => IdempotencyMiddleware.ClaimId(request) is { } claim
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{pipelineId}:{claim}")).AsSpan(0, 16))
        : Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
