using System.Net;
using System.Text.Json;
using Shouldly;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>What the API answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON; undefined without a body.</param>
/// <param name="Text">The body as text.</param>
/// <param name="Headers">All headers.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A property of the body, as text.</summary>
    public string this[string property] => Body.GetProperty(property).ToString();

    /// <summary>The problems' paths.</summary>
    public IReadOnlyList<string> Paths => [.. Body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()!)];

    /// <summary>The message of the only problem, which has to be at that path.</summary>
    public string Problem(string path)
    {
        Paths.ShouldBe([path], Text);
        return Body.GetProperty("errors")[0].GetProperty("message").GetString()!;
    }

    public ApiAnswer ShouldBe(HttpStatusCode status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    /// <summary>Holds the answer to be a whole problem of RFC 9457 with that code.</summary>
    public ApiAnswer ShouldBeProblem(HttpStatusCode status, string code)
    {
        ShouldBe(status);
        Headers["Content-Type"].ShouldStartWith("application/problem+json");
        this["code"].ShouldBe(code);
        this["status"].ShouldBe(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var property in new[] { "type", "title", "detail", "trace_id" })
            this[property].ShouldNotBeNullOrWhiteSpace();
        return this;
    }
}
