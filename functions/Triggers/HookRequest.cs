using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Triggers;

/// <summary>What a request to a webhook says.</summary>
internal static class HookRequest
{
    private const int MaxBytes = 1 << 20;
    private const int MaxEventId = 200;
    private static readonly string[] EventIdHeaders = ["Idempotency-Key", "webhook-id", "X-Event-Id", "X-GitHub-Delivery", "ce-id"];

    /// <summary>The body as it came: a signature is of these bytes.</summary>
    /// <exception cref="ApiException">It is larger than 1 MB (413).</exception>
    public static Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken) => request.ReadBytesAsync(MaxBytes, cancellationToken);

    /// <summary>The first value of a header; null without it.</summary>
    public static string? Header(HttpRequest request, string name) => request.Headers[name].FirstOrDefault();

    /// <summary>Which event it is; null where the sender does not say.</summary>
    /// <exception cref="ApiException">The id cannot be kept (422).</exception>
    public static string? EventId(HttpRequest request, WebhookTrigger trigger)
    {
        // Of a signed request only the id counts that was signed with it.
        string[] names = trigger.Signature?.Scheme == WebhookSignatureScheme.Standard ? ["webhook-id"] : trigger.EventIdHeader is { } own ? [own] : EventIdHeaders;
        var (name, id) = names.Select(name => (name, Id: Header(request, name))).FirstOrDefault(header => !string.IsNullOrEmpty(header.Id));
        if (id is not null && (id.Length > MaxEventId || id.Any(char.IsControl)))
            throw ApiException.Invalid([new Problem(name, $"may have {MaxEventId} characters at most, no control character among them.")]);
        return id is null ? null : $"id:{id}";
    }
}
