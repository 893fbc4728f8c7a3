using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations;

/// <summary>Whatever else is asked below /api: 404, or 405 where the path has other methods, as problems like all others.</summary>
public sealed class UnknownOperation
{
    private static readonly IReadOnlyList<(TemplateMatcher Path, string[] Methods)> Known =
        [.. HttpFunctions.All.Select(function => (new TemplateMatcher(TemplateParser.Parse($"api/{function.Trigger.Route}"), []), function.Trigger.Methods!))];

    /// <summary>Refuses the request.</summary>
    [Function("UnknownOperation")]
    [Anonymous]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var methods = Known.Where(known => known.Path.TryMatch(request.Path, [])).SelectMany(known => known.Methods).Select(method => method.ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal);
        var allowed = string.Join(", ", methods);
        if (allowed.Length == 0)
            throw new ApiException(404, "not_found", $"There is no {request.Path}. GET /api/openapi.json tells what there is.");
        request.HttpContext.Response.Headers.Allow = allowed;
        throw new ApiException(405, "method_not_allowed", $"{request.Path} takes no {request.Method}, but: {allowed}.");
    }
}
