using System.Net;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.RestApi;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Security;
using DataAggregator.Core.Transformations;
using Polly;
using Polly.Retry;

namespace DataAggregator.Connectors.Enrichment;

/// <summary>Asks HTTP APIs about records: only addresses that egress allows, within the rate limit, and again where a failure may pass.</summary>
internal sealed class HttpEnrichmentClient(IEgress egress, RateLimiter limiter, TimeProvider time) : IEnrichmentClient, IDisposable
{
    private const int MaxBytes = 4 << 20;

    private readonly HttpClient client = new(EgressHttp.CreateHandler(egress, TimeSpan.FromSeconds(10))) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxBytes };

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> FetchAsync(EnrichmentRequest request, CancellationToken cancellationToken)
    {
        TimeSpan? asked = null;
        if (request.RetryAttempts == 0)
            return await TryAsync(request, wait => asked = wait, cancellationToken).ConfigureAwait(false);
        var retries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = request.RetryAttempts,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                // What the server asks for goes before our own rhythm; too long a wait is left to the run's own retries.
                ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is ConnectorException { Class: ErrorClass.Transient } && !(asked > RetryAfter.Longest)),
                DelayGenerator = _ => ValueTask.FromResult(asked),
            })
            .Build();
        return await retries.ExecuteAsync(token => TryAsync(request, wait => asked = wait, token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async ValueTask<ReadOnlyMemory<byte>?> TryAsync(EnrichmentRequest request, Action<TimeSpan?> ask, CancellationToken cancellationToken)
    {
        ask(null);
        if (request.RequestsASecond is { } limit)
            await ApiRateLimit.TakeAsync(limiter, request.Url, limit, RateLimitPeriod.Second, TimeSpan.MaxValue, cancellationToken).ConfigureAwait(false);
        using var message = new HttpRequestMessage(HttpMethod.Get, request.Url);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(request.Timeout);
        try
        {
            using var response = await client.SendAsync(message, timeout.Token).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.NoContent)
                return null;
            if (RestErrors.Of(response, request.Url, time) is { } error)
            {
                ask(error.RetryAfter);
                throw error;
            }

            var body = await response.Content.ReadAsByteArrayAsync(timeout.Token).ConfigureAwait(false);
            return body.Length == 0 ? null : body;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw RestErrors.Of(exception, request.Url, request.Timeout);
        }
    }
}
