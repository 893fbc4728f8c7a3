using DataAggregator.Core.Pipelines.Templates;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines.Templates;

/// <summary>GET and POST /pipeline-templates, GET and DELETE /pipeline-templates/{id}.</summary>
public sealed class SaveTemplate(PipelineTemplates templates, IPipelineTemplateStore store, TemplateInput input)
{
    /// <summary>A page of templates: those of the platform, then those that users saved.</summary>
    [Function("ListPipelineTemplates")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(PageAnswer<PipelineTemplate>))]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipeline-templates")] HttpRequest request, CancellationToken cancellationToken) =>
        Answers.Ok(request.PageOf(await templates.ListAsync(cancellationToken), template => $"{template.Name} {template.Category} {template.Description}"));

    /// <summary>One template.</summary>
    [Function("GetPipelineTemplate")]
    [RequireRole(Roles.Editor)]
    [Answers(200, typeof(PipelineTemplate))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/pipeline-templates/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        Answers.Ok(await templates.FindAsync(id, cancellationToken));

    /// <summary>Saves a template, from a definition or a pipeline.</summary>
    [Function("CreatePipelineTemplate")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(TemplateRequest))]
    [Answers(201, typeof(PipelineTemplate))]
    [Answers(409)]
    public async Task<IResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipeline-templates")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<TemplateRequest>(cancellationToken);
        var saved = await store.CreateAsync(await input.ToSaveAsync(body, SignedInUser.Of(request), cancellationToken), cancellationToken);
        return Answers.Created(request.HttpContext.Response, saved, $"/api/v1/pipeline-templates/{saved.Id}", 1);
    }

    /// <summary>Deletes a template that a user saved; the pipelines made from it stay.</summary>
    [Function("DeletePipelineTemplate")]
    [RequireRole(Roles.Editor)]
    [Answers(204)]
    [Answers(409)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/pipeline-templates/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (PipelineTemplates.IsShipped(id))
            throw new ApiException(409, "conflict", "This template is part of the platform and cannot be deleted.");
        return await store.DeleteAsync(id, cancellationToken) ? Results.NoContent() : throw ApiException.NotFound("pipeline template", id);
    }
}
