using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Triggers;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using DataAggregator.Orchestrations.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Functions.Triggers;

/// <summary>POST /hooks/{token}: a webhook trigger is told of an event, and starts its run.</summary>
public sealed class ReceiveHook(ITriggerStore triggers, IPipelineStore pipelines, PipelineSecrets secrets, TriggerStarter starter, TimeProvider time)
{
    private const int MaxParameterCharacters = 16 << 10;

    /// <summary>Tells a webhook trigger of an event. The token in the address says which; its body may be anything, JSON where the trigger takes parameters from it.</summary>
    [Function("ReceiveHook")]
    [Anonymous]
    [Parameter("header", "Idempotency-Key", "The event's id: delivered again, it starts no second run. webhook-id, X-Event-Id, X-GitHub-Delivery and ce-id do the same.")]
    [Parameter("header", "webhook-signature", "With webhook-id and webhook-timestamp: the signature, where the trigger asks for one.")]
    [RawBody("application/json", Optional = true, Description = "What happened, 1 MB at most: any JSON. Where the trigger has a map, the run's parameters take their values from it; a signature is of its bytes.")]
    [RawBody("*/*", "string", Optional = true, Description = "Anything else, of a trigger without a map.")]
    [Answers(202, typeof(HookAnswer))]
    [Answers(400)]
    [Answers(401)]
    [Answers(409)]
    [Answers(413)]
    [Answers(422)]
    [Answers(429)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/hooks/{token}")] HttpRequest request, string token, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        // Read first: how long an answer takes must not tell whether there is such a token.
        var body = await HookRequest.ReadBodyAsync(request, cancellationToken);
        var webhook = await triggers.FindWebhookAsync(HookToken.Of(token), cancellationToken) ?? throw Unknown();
        var pipeline = await pipelines.FindAsync(webhook.PipelineId, cancellationToken) ?? throw Unknown();
        var definition = TriggerStarter.Read(await secrets.UnprotectAsync(pipeline.Document, cancellationToken));
        if (definition.Triggers.FirstOrDefault(found => found.Key == webhook.Key) is not WebhookTrigger trigger)
            throw Unknown();
        if (!await triggers.CountRequestAsync(webhook, trigger.MaxPerMinute, cancellationToken))
            throw Busy(request, $"This webhook takes {trigger.MaxPerMinute} requests a minute.", 60 - (time.GetUtcNow().Second % 60));
        if (trigger.Signature is { } signature && WebhookSigning.Wrong(signature, name => HookRequest.Header(request, name), body.Span, time.GetUtcNow()) is { } wrong)
            throw new ApiException(401, "signature_invalid", wrong);
        var eventId = HookRequest.EventId(request, trigger) ?? $"request:{Guid.NewGuid():N}";
        var values = Values(trigger, body);
        FaultPoint.Reach("hook_received");
        var outcome = await starter.FireAsync(client, pipeline, definition, trigger, eventId, values, cancellationToken);
        return outcome.Result switch
        {
            FiringResult.Paused => throw new ApiException(409, "trigger_paused", "The pipeline or its trigger is paused: nothing was started. Send it again later."),
            FiringResult.Full => throw Busy(request, "Too many runs of this pipeline wait already: nothing was started.", 60),
            _ => Results.Json(new HookAnswer(outcome.RunId, outcome.Result), ApiJson.Options, statusCode: StatusCodes.Status202Accepted),
        };
    }

    private static Dictionary<string, string> Values(WebhookTrigger trigger, ReadOnlyMemory<byte> body)
    {
        if (trigger.Map.Count == 0)
            return new Dictionary<string, string>(trigger.Parameters, StringComparer.Ordinal);
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 64 });
        var values = EventFields.Parameters(trigger.Parameters, trigger.Map, document.RootElement);
        if (values.Sum(value => value.Value.Length) > MaxParameterCharacters)
            throw ApiException.Invalid([new Problem("$", $"gives the run's parameters more than {MaxParameterCharacters >> 10} KB; send references in place of the data itself.")]);
        return values;
    }

    private static ApiException Unknown() => new(404, "not_found", "There is no such webhook.");

    private static ApiException Busy(HttpRequest request, string detail, int seconds)
    {
        request.HttpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new(429, "rate_limited", $"{detail} Send it again after {Quantity.Of(seconds, "second")}.");
    }
}
