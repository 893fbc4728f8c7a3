using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Http;

/// <summary>The shapes of answers.</summary>
internal static class Answers
{
    /// <summary>200 with the value.</summary>
    public static IResult Ok<T>(T value) => Results.Json(value, ApiJson.Options);

    /// <summary>200 with a resource and its <c>ETag</c>.</summary>
    public static IResult Ok<T>(HttpResponse response, T resource, int version)
    {
        response.Headers.ETag = ETag(version);
        return Ok(resource);
    }

    /// <summary>201 with the whole resource, its <c>Location</c> and <c>ETag</c>.</summary>
    public static IResult Created<T>(HttpResponse response, T resource, string location, int version)
    {
        response.Headers.ETag = ETag(version);
        response.Headers.Location = location;
        return Results.Json(resource, ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>The version that <c>If-Match</c> names; null without one.</summary>
    /// <exception cref="ApiException">The header is not one of our tags.</exception>
    public static int? ExpectedVersion(this HttpRequest request)
    {
        var given = request.Headers.IfMatch.FirstOrDefault();
        if (given is null or "*")
            return null;
        return int.TryParse(given.Trim('"'), CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ApiException(412, "precondition_failed", $"If-Match is {given}, but must be an ETag that this API gave, such as \"3\".");
    }

    private static string ETag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
