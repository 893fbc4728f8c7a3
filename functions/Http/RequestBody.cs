using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DataAggregator.Core.Configuration;
using DataAggregator.Formats.Yaml;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using YamlDotNet.Core;

namespace DataAggregator.Functions.Http;

/// <summary>Reads JSON bodies: bounded, strict, with every problem and its path.</summary>
internal static class RequestBody
{
    private const long MaxBytes = 4 << 20;
    private const int MaxDepth = 64;

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It is no valid JSON, or nested more than 64 deep (400).</exception>
    /// <exception cref="ApiException">It is not declared as JSON (415) or larger than 4 MB (413).</exception>
    public static Task<JsonElement> ReadJsonAsync(this HttpRequest request, CancellationToken cancellationToken) => request.ReadJsonAsync(MaxDepth, cancellationToken);

    private static async Task<JsonElement> ReadJsonAsync(this HttpRequest request, int maxDepth, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            throw new ApiException(415, "unsupported_media_type", "Send the body as application/json.");
        var body = await request.ReadBytesAsync((int)MaxBytes, cancellationToken);
        // The parser takes other bytes, and what comes out of it is no longer what was sent.
        if (!Utf8.IsValid(body.Span))
            throw new ApiException(400, "malformed_json", "The body is not valid UTF-8; send JSON in that encoding.");
        if (body.Span.StartsWith(Encoding.UTF8.Preamble))
            body = body[Encoding.UTF8.Preamble.Length..];
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }

    /// <summary>The body as JSON, or as the JSON that YAML says.</summary>
    /// <exception cref="JsonException">It is no valid JSON (400).</exception>
    /// <exception cref="ApiException">It is no valid YAML (400), declared as neither (415) or larger than 4 MB (413).</exception>
    public static async Task<JsonElement> ReadDocumentAsync(this HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.Contains("yaml", StringComparison.OrdinalIgnoreCase) != true)
            return await request.ReadJsonAsync(cancellationToken);
        LimitSize(request);
        using var reader = new StreamReader(request.Body);
        try
        {
            return YamlText.Read(await reader.ReadToEndAsync(cancellationToken));
        }
        catch (YamlException malformed)
        {
            throw new ApiException(400, "malformed_yaml", $"The body is not valid YAML, line {malformed.Start.Line}: {malformed.Message}");
        }
    }

    /// <summary>The body as it came.</summary>
    /// <exception cref="ApiException">It is larger than that (413).</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(this HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        LimitSize(request, maxBytes);
        using var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > maxBytes)
                throw TooLarge(maxBytes);
        }

        return body.ToArray();
    }

    /// <summary>The body bound to a request record.</summary>
    /// <exception cref="InvalidDocumentException">It does not fit (422).</exception>
    public static Task<TRequest> ReadAsync<TRequest>(this HttpRequest request, CancellationToken cancellationToken)
        where TRequest : class => request.ReadAsync<TRequest>(MaxDepth, cancellationToken);

    /// <summary>The body, nested so deep at most, bound to a request record.</summary>
    /// <exception cref="InvalidDocumentException">It does not fit (422).</exception>
    public static async Task<TRequest> ReadAsync<TRequest>(this HttpRequest request, int maxDepth, CancellationToken cancellationToken)
        where TRequest : class
    {
        var problems = new Problems();
        var bound = ConfigBinder.Bind<TRequest>(await request.ReadJsonAsync(maxDepth, cancellationToken), "$", problems);
        problems.ThrowIfAny();
        return bound!;
    }

    /// <summary>Whether there is a body. One that comes in chunks has no length beforehand; taken for none, a dry run would write.</summary>
    public static bool HasBody(this HttpRequest request) => request.ContentLength is { } length
        ? length > 0
        : request.ContentType is not null && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private static void LimitSize(HttpRequest request, long maxBytes = MaxBytes)
    {
        if (request.ContentLength > maxBytes)
            throw TooLarge(maxBytes);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
    }

    private static ApiException TooLarge(long maxBytes) => new(413, "payload_too_large", $"The body may have {maxBytes >> 20} MB at most.");
}
