using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Triggers;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Orchestrations.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Triggers;

/// <summary>POST /events: publishes an event from outside; every pipeline starts whose event trigger waits for it.</summary>
public sealed class PublishEvent(EventListeners listeners, TriggerStarter starter)
{
    private const int MaxId = 200;

    /// <summary>What publishing takes.</summary>
    public sealed record Request
    {
        /// <summary>The name of the event.</summary>
        [Description("The name of the event, such as order.created.")]
        public required string Event { get; init; }

        /// <summary>Which event it is.</summary>
        [Description("Which event it is: published again under its id, it starts nothing more. A request without one is an event of its own.")]
        public string? Id { get; init; }

        /// <summary>What it says.</summary>
        [Description("What it says, an object: conditions judge it, and parameters take their values from it.")]
        public JsonElement? Data { get; init; }
    }

    /// <summary>Publishes an event; every pipeline starts whose event trigger waits for it.</summary>
    [Function("PublishEvent")]
    [RequireRole(Roles.Editor)]
    [Body(typeof(Request))]
    [Answers(202, typeof(PublishAnswer))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/events")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        Check(body);
        var id = body.Id is { } given ? $"id:{given}" : IdempotencyMiddleware.ClaimId(request) is { } claim ? $"key:{claim}" : $"request:{Guid.NewGuid():N}";
        var told = new ToldEvent(body.Event, id, body.Data ?? JsonSerializer.SerializeToElement(new { }));
        var fired = await listeners.PublishAsync(client, starter, told, cancellationToken);
        if (fired.Any(one => one.Outcome.Result == FiringResult.Full))
        {
            request.HttpContext.Response.Headers.RetryAfter = "60";
            throw new ApiException(429, "rate_limited", "Too many runs of a pipeline wait already. Publish the event again under the same id after 60 seconds: what was started is not started again.");
        }

        var runs = fired.Select(one => new PublishedRunAnswer(one.Pipeline.Id, one.Pipeline.Name, one.Trigger.Key, one.Outcome.RunId, one.Outcome.Result));
        return Results.Json(new PublishAnswer([.. runs]), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static void Check(Request body)
    {
        var problems = new Problems();
        if (EventNames.Wrong(body.Event) is { } wrong)
            problems.Add("$.event", wrong);
        if (body.Id is { } id && (id.Length is 0 or > MaxId || id.Any(char.IsControl)))
            problems.Add("$.id", $"must have 1 to {MaxId} characters, no control character among them.");
        if (body.Data is { ValueKind: not JsonValueKind.Object and not JsonValueKind.Null })
            problems.Add("$.data", "must be an object.");
        problems.ThrowIfAny();
    }
}
