using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>POST /pipelines/{id}/pause and /resume: whether schedule and triggers start it. Runs that are at work go on, and a run by hand is always possible.</summary>
public sealed class PausePipeline(IPipelineStore pipelines, PipelineAnswers answers)
{
    /// <summary>Keeps schedule and triggers from starting the pipeline.</summary>
    [Function("PausePipeline")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Answers(200, typeof(PipelineAnswer))]
    public Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/{id}/pause")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        SetAsync(request, id, enabled: false, "Paused", cancellationToken);

    /// <summary>Lets schedule and triggers start the pipeline again.</summary>
    [Function("ResumePipeline")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Answers(200, typeof(PipelineAnswer))]
    public Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/{id}/resume")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        SetAsync(request, id, enabled: true, "Resumed", cancellationToken);

    private async Task<IResult> SetAsync(HttpRequest request, string id, bool enabled, string message, CancellationToken cancellationToken)
    {
        var pipeline = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        if (pipeline.Enabled != enabled)
        {
            var draft = new PipelineDraft(pipeline.Name, DefinitionEdits.With(pipeline.Document, ("enabled", enabled)), enabled, PipelineInput.Author(request), message);
            pipeline = await pipelines.UpdateAsync(id, draft, request.ExpectedVersion() ?? pipeline.Version, cancellationToken);
        }

        return await answers.OkAsync(request, pipeline, cancellationToken);
    }
}
