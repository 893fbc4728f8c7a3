using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Pipelines;

/// <summary>POST /pipelines, PUT /pipelines/{id} and POST /pipelines/validate: the same checks for all three.</summary>
public sealed class SavePipeline(IPipelineStore pipelines, PipelineInput input, PipelineAnswers answers, PipelineValidator validator)
{
    private const string MessageHelp = "What the change is for; the list of versions shows it.";

    /// <summary>Saves a new pipeline.</summary>
    [Function("CreatePipeline")]
    [RequireRole(Roles.Editor)]
    [Parameter("query", "message", MessageHelp)]
    [Body(typeof(PipelineDefinition))]
    [Answers(201, typeof(PipelineAnswer))]
    [Answers(409)]
    public async Task<IResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines")] HttpRequest request, CancellationToken cancellationToken)
    {
        var document = await request.ReadJsonAsync(cancellationToken);
        var given = await input.ToSaveAsync(document, null, SignedInUser.Of(request), PipelineInput.Message(request), cancellationToken);
        return await answers.CreatedAsync(request, await pipelines.CreateAsync(given.Draft, cancellationToken), cancellationToken, given.Warnings);
    }

    /// <summary>Saves a new version of a pipeline.</summary>
    [Function("UpdatePipeline")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Parameter("query", "message", MessageHelp)]
    [Body(typeof(PipelineDefinition))]
    [Answers(200, typeof(PipelineAnswer))]
    [Answers(409)]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/pipelines/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var document = await request.ReadJsonAsync(cancellationToken);
        var stored = await pipelines.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("pipeline", id);
        var given = await input.ToSaveAsync(document, stored.Document, SignedInUser.Of(request), PipelineInput.Message(request), cancellationToken);
        return await answers.OkAsync(request, await pipelines.UpdateAsync(id, given.Draft, request.ExpectedVersion(), cancellationToken), cancellationToken, given.Warnings);
    }

    /// <summary>Checks a pipeline; nothing is saved.</summary>
    [Function("ValidatePipeline")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(PipelineDefinition))]
    [Answers(200, typeof(ValidationAnswer))]
    public async Task<IResult> ValidateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/pipelines/validate")] HttpRequest request, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        var document = await request.ReadJsonAsync(cancellationToken);
        CodeRights.Check(SignedInUser.Of(request), document);
        await validator.ValidateAsync(document, problems, cancellationToken);
        return Answers.Ok(new ValidationAnswer(problems.Count == 0, [.. problems], Warnings: problems.Warnings));
    }
}
