using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Functions.States;
using DataAggregator.Orchestrations.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Pipelines;

/// <summary>POST /pipelines/{id}/execute: starts a run now.</summary>
public sealed class ExecutePipeline(IPipelineStore pipelines, RunStarter starter, PipelineStreams streams, RunParameters parameters, TimeProvider time)
{
    /// <summary>What executing takes; all of it may be left out.</summary>
    public sealed record Request
    {
        /// <summary>Values for the pipeline's parameters.</summary>
        [Description("Values for the pipeline's parameters, by name.")]
        public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

        /// <summary>Whether to write nothing.</summary>
        [Description("Whether to read and transform only, and write nothing.")]
        public bool DryRun { get; init; }

        /// <summary>The most records to read.</summary>
        [Description("The most records to read.")]
        [Range(1L, long.MaxValue)]
        public long? Limit { get; init; }

        /// <summary>Whether to leave cursors aside.</summary>
        [Description("Whether to read everything again of an incremental source, whatever was loaded before. The cursor is at its end afterwards.")]
        public bool FullRefresh { get; init; }

        /// <summary>Whether records may be written twice.</summary>
        [Description("Accepts that records which the destination holds already are appended again: of a full refresh, or where the state was lost.")]
        public bool Confirm { get; init; }
    }

    /// <summary>Starts a run now.</summary>
    [Function("ExecutePipeline")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request), Optional = true)]
    [Answers(202, typeof(ExecuteAnswer))]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/{id}/execute")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var body = request.HasBody() ? await request.ReadAsync<Request>(cancellationToken) : new Request();
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        await parameters.CheckAsync(pipeline, body.Parameters, cancellationToken);
        // One run for a key, also when the host that had it died between starting the run and answering.
        var cause = IdempotencyMiddleware.ClaimId(request) is { } claim ? $"key:{claim}" : $"request:{Guid.NewGuid():N}";
        var wanted = NewRun(pipeline, body, $"{id}:{cause}", "manual");
        await streams.RefuseRepetitionAsync(wanted, cancellationToken);
        var run = await starter.StartAsync(client, wanted, cancellationToken);
        if (run.DryRun != wanted.DryRun || run.Limit != wanted.Limit || run.Reading != wanted.Reading || !JsonElement.DeepEquals(run.Parameters, wanted.Parameters))
            throw new ApiException(409, "conflict", "This Idempotency-Key was sent before with another body; send a new key for another run.");
        var location = $"/api/v1/runs/{run.Id}";
        request.HttpContext.Response.Headers.Location = location;
        return Results.Json(new ExecuteAnswer(run.Id), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private Run NewRun(Pipeline pipeline, Request body, string key, string trigger) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
        Key = key,
        PipelineId = pipeline.Id,
        PipelineName = pipeline.Name,
        PipelineVersion = pipeline.Version,
        Status = RunStatus.Pending,
        Trigger = trigger,
        Parameters = JsonSerializer.SerializeToElement(body.Parameters),
        LogicalTime = time.GetUtcNow(),
        CreatedAt = time.GetUtcNow(),
        Limit = body.Limit,
        DryRun = body.DryRun,
        Reading = body.FullRefresh || body.Confirm ? new RunReading { FullRefresh = body.FullRefresh, Confirmed = body.Confirm } : null,
    };
}
