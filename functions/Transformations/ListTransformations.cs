using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>GET /transformations and /transformations/{id}: saved transformations, the newest version of each.</summary>
public sealed class ListTransformations(ITransformationStore transformations, ITransformationCompiler compiler)
{
    /// <summary>A page of saved transformations.</summary>
    [Function("ListTransformations")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<TransformationAnswer>))]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/transformations")] HttpRequest request, CancellationToken cancellationToken)
    {
        var page = await transformations.ListAsync(request.Page(), cancellationToken);
        return Answers.Ok(new PageAnswer<TransformationAnswer>([.. page.Items.Select(saved => TransformationAnswer.Of(saved, compiler))], page.NextCursor));
    }

    /// <summary>One saved transformation.</summary>
    [Function("GetTransformation")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(TransformationAnswer))]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/transformations/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var saved = await transformations.FindAsync(id, cancellationToken) ?? throw ApiException.NotFound("transformation", id);
        return Answers.Ok(request.HttpContext.Response, TransformationAnswer.Of(saved, compiler), saved.Version);
    }
}
