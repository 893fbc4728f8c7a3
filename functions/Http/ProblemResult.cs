using System.Diagnostics;
using DataAggregator.Core.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace DataAggregator.Functions.Http;

/// <summary>An answer of <c>application/problem+json</c> (RFC 9457).</summary>
internal sealed class ProblemResult(int status, string code, string detail, IReadOnlyList<Problem>? problems = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "5";
        var body = new ProblemDetailsAnswer(
            $"/api/docs#{code}",
            ReasonPhrases.GetReasonPhrase(status),
            status,
            detail,
            code,
            problems,
            Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier);
        return httpContext.Response.WriteAsJsonAsync(body, ApiJson.Options, "application/problem+json", httpContext.RequestAborted);
    }
}
