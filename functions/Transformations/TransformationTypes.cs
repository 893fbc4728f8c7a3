using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>GET /transformation-types: the catalogue of steps.</summary>
public sealed class TransformationTypes(ITransformationCompiler compiler)
{
    /// <summary>Every step type with its schema and an example.</summary>
    [Function("ListTransformationTypes")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<TransformationSpec>))]
    public IResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/transformation-types")] HttpRequest request) =>
        Answers.Ok(request.PageOf(compiler.Catalogue, type => $"{type.Type} {type.DisplayName} {type.Description}"));
}
