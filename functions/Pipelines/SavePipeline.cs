using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>POST /pipelines, PUT /pipelines/{id} and POST /pipelines/validate: the same checks for all three.</summary>
public sealed class SavePipeline(IPipelineStore pipelines, PipelineValidator validator, TransformationResolver resolver, PipelineSecrets secrets, TimeProvider time)
{
    /// <summary>Saves a new pipeline.</summary>
    [Function("CreatePipeline")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(PipelineDefinition))]
    [Answers(201, typeof(PipelineAnswer))]
    [Answers(409)]
    public async Task<IResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines")] HttpRequest request, CancellationToken cancellationToken)
    {
        var document = await ReadPinnedAsync(request, cancellationToken);
        var definition = await ValidAsync(document, cancellationToken);
        var kept = await secrets.ProtectAsync(document, null, cancellationToken);
        var saved = await pipelines.CreateAsync(definition.Name, kept, definition.Enabled, SignedInUser.Of(request).Email, cancellationToken);
        return Answers.Created(request.HttpContext.Response, await AnswerAsync(saved, cancellationToken), $"/api/v1/pipelines/{saved.Id}", saved.Version);
    }

    /// <summary>Saves a new version of a pipeline.</summary>
    [Function("UpdatePipeline")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Body(typeof(PipelineDefinition))]
    [Answers(200, typeof(PipelineAnswer))]
    [Answers(409)]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/pipelines/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var document = await ReadPinnedAsync(request, cancellationToken);
        var stored = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        var definition = await ValidAsync(document, cancellationToken);
        var kept = await secrets.ProtectAsync(document, stored.Document, cancellationToken);
        var saved = await pipelines.UpdateAsync(id, definition.Name, kept, definition.Enabled, request.ExpectedVersion(), SignedInUser.Of(request).Email, cancellationToken);
        return Answers.Ok(request.HttpContext.Response, await AnswerAsync(saved, cancellationToken), saved.Version);
    }

    /// <summary>Checks a pipeline; nothing is saved.</summary>
    [Function("ValidatePipeline")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(PipelineDefinition))]
    [Answers(200, typeof(ValidationAnswer))]
    public async Task<IResult> ValidateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/validate")] HttpRequest request, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        await validator.ValidateAsync(await request.ReadJsonAsync(cancellationToken), problems, cancellationToken);
        return Answers.Ok(new ValidationAnswer(problems.Count == 0, [.. problems]));
    }

    // What is checked is what is kept: a saved transformation that changes from now on changes nothing here.
    private async Task<JsonElement> ReadPinnedAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await resolver.PinAsync(await request.ReadJsonAsync(cancellationToken), cancellationToken);

    private async Task<PipelineDefinition> ValidAsync(JsonElement document, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        var definition = await validator.ValidateAsync(document, problems, cancellationToken);
        problems.ThrowIfAny();
        return definition!;
    }

    private async Task<PipelineAnswer> AnswerAsync(Pipeline saved, CancellationToken cancellationToken) =>
        PipelineAnswer.Of(saved, await secrets.MaskAsync(saved.Document, cancellationToken), null, toViewer: false, time);
}
