using DataAggregator.Core.Errors;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Runs;

/// <summary>GET /error-codes and GET /error-codes/{code}: what the codes of errors mean, and the way out.</summary>
public sealed class ErrorCodes
{
    /// <summary>Lists the codes that runs and rejected records have, by class.</summary>
    [Function("ListErrorCodes")]
    [Anonymous]
    [Answers(200, typeof(PageAnswer<ErrorCode>))]
    public Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/error-codes")] HttpRequest request) =>
        Task.FromResult(Answers.Ok(request.PageOf(ErrorCatalogue.All, code => $"{code.Code} {code.Title}")));

    /// <summary>Explains a code.</summary>
    [Function("GetErrorCode")]
    [Anonymous]
    [Answers(200, typeof(ErrorCode))]
    public Task<IResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/error-codes/{code}")] HttpRequest request, string code) =>
        Task.FromResult(Answers.Ok(ErrorCatalogue.Find(code) ?? throw ApiException.NotFound("error code", code)));
}
