using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using DataAggregator.Core.Errors;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Storage;
using DataAggregator.Functions.Application;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Functions.RateLimits;

/// <summary>
/// Refuses requests of a user, or of an address where nobody has signed in, beyond so many a minute, and tells with each answer how many are left. All hosts count
/// together, and no more than the limit are let through in any minute; a host that took permits in a block and did not use them takes them from the others for that minute.
/// </summary>
/// <param name="limiter">Counts.</param>
/// <param name="settings">The limits.</param>
/// <param name="logger">Hears of requests that nobody could count.</param>
public sealed class RateLimitMiddleware(RateLimiter limiter, ServerSettings settings, ILogger<RateLimitMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, RequestRate> rates = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && LimitOf(http, rates.GetOrAdd(context.FunctionDefinition.EntryPoint, RateOf)) is { } limit)
            await CountAsync(http, context.FunctionDefinition.Name, limit);
        await next(context);
    }

    private async Task CountAsync(HttpContext http, string function, RateLimit limit)
    {
        Permit permit;
        try
        {
            permit = await limiter.TryAsync(limit, http.RequestAborted);
        }
        catch (StoreUnavailableException away)
        {
            // What needs the database says so itself; the rest, such as events that wait in their hub and the metrics of an outage, goes on without it.
            logger.StoreUnavailable(away, function);
            return;
        }

        Tell(http.Response, limit, permit);
    }

    private static RequestRate RateOf(string entryPoint) => HttpFunctions.MethodOf(entryPoint)?.GetCustomAttribute<RequestRateAttribute>()?.Rate ?? RequestRate.General;

    private static void Tell(HttpResponse response, RateLimit limit, Permit permit)
    {
        var wait = (long)Math.Ceiling(permit.NextIn.TotalSeconds);
        var seconds = wait.ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Limit"] = limit.Permits.ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Remaining"] = permit.Remaining.ToString(CultureInfo.InvariantCulture);
        response.Headers["RateLimit-Reset"] = seconds;
        if (permit.IsGranted)
            return;
        response.Headers.RetryAfter = seconds;
        throw new ApiException(429, "rate_limited", $"{Quantity.Of(limit.Permits, "request")} a minute {(limit.Permits == 1 ? "is" : "are")} taken. Send it again after {Quantity.Of(wait, "second")}.");
    }

    private RateLimit? LimitOf(HttpContext http, RequestRate rate) => (rate, http.Items[typeof(SignedInUser)]) switch
    {
        (RequestRate.None, _) => null,
        (RequestRate.SignIn, _) => Of($"sign-in {Address(http)}", settings.SignInRateLimit),
        (_, SignedInUser user) => Of($"user {user.Id}", settings.ApiRateLimit),
        _ => Of($"address {Address(http)}", settings.ApiRateLimit),
    };

    private static RateLimit? Of(string name, int permits) => permits == 0 ? null : new RateLimit(name, permits, Period);

    private string Address(HttpContext http) => ClientAddress.Of(http, settings.TrustedProxies);
}
