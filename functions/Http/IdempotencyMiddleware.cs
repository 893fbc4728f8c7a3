using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Idempotency;
using DataAggregator.Core.Security;
using DataAggregator.Functions.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace DataAggregator.Functions.Http;

/// <summary>
/// Carries out a POST with an <c>Idempotency-Key</c> once a day: the same request gets the first answer again, another request under the key a conflict. Answers
/// are kept encrypted; a request that was refused, or failed, is not kept and may be sent again.
/// </summary>
/// <param name="keys">The keys of all hosts.</param>
/// <param name="protector">Encrypts.</param>
public sealed class IdempotencyMiddleware(IIdempotencyStore keys, ISecretProtector protector) : IFunctionsWorkerMiddleware
{
    private const int MaxKey = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http && HttpMethods.IsPost(http.Request.Method)
            && http.Request.Headers["Idempotency-Key"].FirstOrDefault() is { Length: > 0 } key && http.Items[typeof(SignedInUser)] is SignedInUser user
            ? InvokeOnceAsync(context, next, http, user, key)
            : next(context);

    /// <summary>The id under which a request with a key starts what it starts; null without a key.</summary>
    internal static string? ClaimId(HttpRequest request) => (request.HttpContext.Items[typeof(IIdempotencyClaim)] as IIdempotencyClaim)?.Id;

    private async Task InvokeOnceAsync(FunctionContext context, FunctionExecutionDelegate next, HttpContext http, SignedInUser user, string key)
    {
        if (key.Length > MaxKey || key.Any(char.IsControl))
            throw ApiException.Invalid([new("Idempotency-Key", $"may have {MaxKey} characters at most, no control character among them.")]);
        var fingerprint = await FingerprintAsync(http.Request);
        await using var claim = await keys.ClaimAsync($"{user.Id} {http.Request.Path} {key}", fingerprint, Patience, http.RequestAborted);
        if (claim is null)
        {
            http.Response.Headers.RetryAfter = "5";
            throw new ApiException(409, "conflict", "A request with this Idempotency-Key is still at work; send it again in a moment to get its answer.");
        }

        if (claim.IsOther)
            throw new ApiException(409, "conflict", "This Idempotency-Key was sent before with another body; send a new key for another request.");
        if (claim.Answer is { } kept)
        {
            http.Response.Headers["Idempotency-Replayed"] = "true";
            context.GetInvocationResult().Value = JsonSerializer.Deserialize<KeptAnswer>(await protector.UnprotectAsync(kept, http.RequestAborted));
            return;
        }

        http.Items[typeof(IIdempotencyClaim)] = claim;
        await InvokeAsync(context, next, http, claim);
    }

    private async Task InvokeAsync(FunctionContext context, FunctionExecutionDelegate next, HttpContext http, IIdempotencyClaim claim)
    {
        try
        {
            await next(context);
        }
        catch
        {
            await claim.ReopenAsync(CancellationToken.None);
            throw;
        }

        if (context.GetInvocationResult().Value is not IResult result)
            return;
        var answer = await KeptAnswer.OfAsync(result, http);
        if (answer.Status < 400)
            await claim.KeepAsync(await protector.ProtectAsync(JsonSerializer.Serialize(answer), CancellationToken.None), CancellationToken.None);
        else
            await claim.ReopenAsync(CancellationToken.None);
        context.GetInvocationResult().Value = answer;
    }

    private static async Task<string> FingerprintAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}\n"));
        var buffer = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
