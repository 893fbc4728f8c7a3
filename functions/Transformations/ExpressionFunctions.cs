using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>GET /functions: the catalogue of the expression language.</summary>
public sealed class ExpressionFunctions(ITransformationCompiler compiler)
{
    /// <summary>Every function and operator of expressions with its signatures and an example.</summary>
    [Function("ListFunctions")]
    [RequireRole(Roles.Viewer)]
    [Answers(200, typeof(PageAnswer<FunctionSpec>))]
    public IResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/functions")] HttpRequest request) =>
        Answers.Ok(request.PageOf(compiler.Functions, function => $"{function.Name} {function.Category} {function.Description}"));
}
