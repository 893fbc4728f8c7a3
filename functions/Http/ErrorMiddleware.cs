using System.Data.Common;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Functions.Http;

/// <summary>Answers what a function throws with a problem; an error that nobody expected is logged and answered without its details.</summary>
public sealed class ErrorMiddleware(ILogger<ErrorMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
            context.GetInvocationResult().Value = Results.Empty;
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            context.GetInvocationResult().Value = Answer(Unwrap(error), context);
        }
    }

    private static Exception Unwrap(Exception error) => error is AggregateException { InnerExceptions.Count: 1 } one ? Unwrap(one.InnerException!) : error;

    private ProblemResult Answer(Exception error, FunctionContext context)
    {
        switch (error)
        {
            case ApiException api:
                return new(api.Status, api.Code, api.Message, api.Problems);
            case InvalidDocumentException invalid:
                var problem = ApiException.Invalid(invalid.Problems);
                return new(problem.Status, problem.Code, problem.Message, problem.Problems);
            case JsonException json:
                return new(400, "malformed_json", $"The body is not valid JSON: {json.Message}");
            case BadHttpRequestException { StatusCode: 413 }:
                return new(413, "payload_too_large", "The body is larger than this endpoint takes.");
            case BadHttpRequestException bad:
                return new(bad.StatusCode, "bad_request", bad.Message);
            case ConflictException conflict:
                return new(409, "conflict", conflict.Message);
            case StaleVersionException stale:
                return new(412, "precondition_failed", stale.Message);
            case ConnectorException connector:
                return new(connector.Class switch { ErrorClass.Transient => 502, ErrorClass.Internal => 500, _ => 422 }, connector.Code, connector.Hint is { } hint ? $"{connector.Message} {hint}" : connector.Message);
            case DbException { IsTransient: true } or StoreUnavailableException:
                logger.StoreUnavailable(error, context.FunctionDefinition.Name);
                return new(503, "unavailable", "A store of the platform does not answer. Try again in a moment.");
            default:
                logger.RequestFailed(error, context.FunctionDefinition.Name);
                return new(500, "internal_error", "Something went wrong on our side; the log has it under this trace id.");
        }
    }
}
