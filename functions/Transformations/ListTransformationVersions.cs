using System.Globalization;
using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>GET /transformations/{id}/versions and /transformations/{id}/versions/{n}: what a saved transformation was; versions never change.</summary>
public sealed class ListTransformationVersions(ITransformationStore transformations, ITransformationCompiler compiler)
{
    /// <summary>A page of the versions of a transformation, newest first.</summary>
    [Function("ListTransformationVersions")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<TransformationAnswer>))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/transformations/{id}/versions")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var page = await transformations.ListVersionsAsync(id, request.Page(), cancellationToken);
        if (page.Items.Count == 0 && await transformations.FindAsync(id, cancellationToken) is null)
            throw ApiException.NotFound("transformation", id);
        return Answers.Ok(new PageAnswer<TransformationAnswer>([.. page.Items.Select(saved => TransformationAnswer.Of(saved, compiler))], page.NextCursor));
    }

    /// <summary>One version of a transformation.</summary>
    [Function("GetTransformationVersion")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(TransformationAnswer))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/transformations/{id}/versions/{n}")] HttpRequest request, string id, string n, CancellationToken cancellationToken)
    {
        if (!int.TryParse(n, CultureInfo.InvariantCulture, out var version))
            throw ApiException.NotFound("version", n);
        var found = await transformations.FindAsync([new TransformationReference(id, version)], cancellationToken);
        return found is [var saved] ? Answers.Ok(TransformationAnswer.Of(saved, compiler)) : throw ApiException.NotFound("version of that transformation", n);
    }
}
