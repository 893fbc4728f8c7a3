using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>POST /transformations and PUT /transformations/{id}.</summary>
public sealed class SaveTransformation(ITransformationStore transformations, TransformationInput input, ITransformationCompiler compiler)
{
    /// <summary>Saves a new transformation.</summary>
    [Function("CreateTransformation")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(TransformationRequest))]
    [Answers(201, typeof(TransformationAnswer))]
    [Answers(409)]
    public async Task<IResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/transformations")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<TransformationRequest>(cancellationToken);
        CodeRights.Check(SignedInUser.Of(request), body.Transformations);
        var saved = await transformations.CreateAsync(input.ToSave(body, "", SignedInUser.Of(request).Email), cancellationToken);
        return Answers.Created(request.HttpContext.Response, TransformationAnswer.Of(saved, compiler), $"/api/v1/transformations/{saved.Id}", saved.Version);
    }

    /// <summary>Saves a new version of a transformation. Pipelines keep the version they were saved with.</summary>
    [Function("UpdateTransformation")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Body(typeof(TransformationRequest))]
    [Answers(200, typeof(TransformationAnswer))]
    [Answers(409)]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/transformations/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<TransformationRequest>(cancellationToken);
        CodeRights.Check(SignedInUser.Of(request), body.Transformations);
        if (await transformations.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("transformation", id);
        var saved = await transformations.UpdateAsync(input.ToSave(body, id, SignedInUser.Of(request).Email), request.ExpectedVersion(), cancellationToken);
        return Answers.Ok(request.HttpContext.Response, TransformationAnswer.Of(saved, compiler), saved.Version);
    }
}
