using DataAggregator.Core.Configuration;

namespace DataAggregator.Functions.Http;

/// <summary>A request that is answered with a problem (RFC 9457).</summary>
public sealed class ApiException(int status, string code, string detail, IReadOnlyList<Problem>? problems = null) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The stable word for programs.</summary>
    public string Code { get; } = code;

    /// <summary>The problems of the body, each with its path.</summary>
    public IReadOnlyList<Problem>? Problems { get; } = problems;

    /// <summary>404: there is no such thing.</summary>
    public static ApiException NotFound(string resource, string id) => new(404, "not_found", $"There is no {resource} with the id '{id}'.");

    /// <summary>422: well-formed, but invalid.</summary>
    public static ApiException Invalid(IReadOnlyList<Problem> problems) =>
        new(422, "validation_failed", problems.Count == 1 ? problems[0].Message : $"{problems.Count} things are wrong; each is listed with its path.", problems);
}
