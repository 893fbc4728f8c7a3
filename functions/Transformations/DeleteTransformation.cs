using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>DELETE /transformations/{id}: 409 with the pipelines that use it.</summary>
public sealed class DeleteTransformation(ITransformationStore transformations, IPipelineStore pipelines)
{
    /// <summary>Deletes the transformation; runs that use it go on.</summary>
    [Function("DeleteTransformation")]
    [RequireRole(Roles.Editor)]
    [IfMatch]
    [Answers(204)]
    [Answers(409)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/transformations/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var users = await pipelines.UsersOfTransformationAsync(id, cancellationToken);
        if (users.Count > 0)
            throw new ApiException(409, "conflict", $"The transformation is used by: {string.Join(", ", users)}. Change or delete those pipelines first.");
        if (!await transformations.DeleteAsync(id, request.ExpectedVersion(), cancellationToken))
            throw ApiException.NotFound("transformation", id);
        return Results.NoContent();
    }
}
