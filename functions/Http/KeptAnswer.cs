using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Http;

/// <summary>An answer as it was sent, to be sent again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers that belong to the resource.</param>
/// <param name="Body">The body.</param>
internal sealed record KeptAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body) : IResult
{
    private static readonly string[] Kept = ["Content-Type", "Content-Disposition", "ETag", "Location", "Retry-After"];

    /// <summary>What a result writes, which is not sent yet.</summary>
    public static async Task<KeptAnswer> OfAsync(IResult result, HttpContext http)
    {
        var sent = http.Response.Body;
        await using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await result.ExecuteAsync(http);
            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            http.Response.Body = sent;
        }

        var headers = Kept.Where(http.Response.Headers.ContainsKey).ToDictionary(name => name, name => http.Response.Headers[name].ToString());
        return new KeptAnswer(http.Response.StatusCode, headers, written.ToArray());
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            httpContext.Response.Headers[name] = value;
        if (Body.Length > 0)
            await httpContext.Response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
