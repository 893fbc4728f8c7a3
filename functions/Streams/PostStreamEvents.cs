using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Streams;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Streams;

/// <summary>POST /streams/{name}/events: events for the pipelines that a stream starts.</summary>
public sealed class PostStreamEvents(StreamSender sender)
{
    /// <summary>Takes events: one object, an array, or an object a line (application/x-ndjson). They are kept when this answers.</summary>
    [Function("PostStreamEvents")]
    [RequireRole(Roles.Editor)]
    [RawBody("application/json", "object", "array", Description = "An event, or an array of events: 10,000 and 4 MB at most, 256 KB each.")]
    [RawBody("application/x-ndjson", "string", Description = "Events, an object a line.")]
    [Answers(202, typeof(AcceptedAnswer))]
    [Answers(400)]
    [Answers(413)]
    [Answers(415)]
    [Answers(422)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/streams/{name}/events")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        if (StreamNames.Wrong(name) is { } wrong)
            throw ApiException.Invalid([new Problem("name", wrong)]);
        var bodies = await StreamBody.ReadAsync(request, cancellationToken);
        // A request that is repeated under its key sends the same events.
        var cause = IdempotencyMiddleware.ClaimId(request) ?? Guid.NewGuid().ToString("N");
        if (bodies.Count > 0)
            await sender.SendAsync([.. bodies.Select((body, index) => new StreamEvent(name, IdOf(cause, index), body))], cancellationToken);
        return Results.Json(new AcceptedAnswer(bodies.Count), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static string IdOf(string cause, int index) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cause} {index}"))))[..32];
}
