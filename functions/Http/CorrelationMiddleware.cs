using System.Diagnostics;
using DataAggregator.Core.Monitoring;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Functions.Http;

/// <summary>Gives every invocation its ids in the log, and every answer the caller's <c>X-Correlation-Id</c>, or one of ours.</summary>
public sealed class CorrelationMiddleware(ILogger<CorrelationMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string Header = "X-Correlation-Id";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext();
        var correlationId = http?.Request.Headers[Header].FirstOrDefault() is { Length: > 0 and <= 128 } given && given.All(IsPlain)
            ? given
            : context.InvocationId;
        if (http is not null)
            http.Response.Headers[Header] = correlationId;
        using var scope = logger.BeginScope(new Dictionary<string, object>
        {
            ["CorrelationId"] = correlationId,
            ["InvocationId"] = context.InvocationId,
            ["Function"] = context.FunctionDefinition.Name,
        });
        // A turn of an orchestration is replayed, and would be traced every time.
        using var span = IsOrchestration(context) ? null : Telemetry.Source.StartActivity(context.FunctionDefinition.Name, http is null ? ActivityKind.Consumer : ActivityKind.Server);
        var begun = Stopwatch.GetTimestamp();
        await next(context);
        if (http is null)
            return;
        span?.SetTag("http.request.method", http.Request.Method).SetTag("url.path", PathOf(http)).SetTag("http.response.status_code", http.Response.StatusCode);
        logger.RequestAnswered(http.Request.Method, PathOf(http), http.Response.StatusCode, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    private static bool IsOrchestration(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "orchestrationTrigger");

    /// <summary>The path as it may be written down: the address of a webhook is as good as a password.</summary>
    private static string PathOf(Microsoft.AspNetCore.Http.HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api/v1/hooks", StringComparison.OrdinalIgnoreCase) ? "/api/v1/hooks/{token}" : http.Request.Path;

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':';
}
