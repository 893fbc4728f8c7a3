using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Connectors.Egress;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Security;
using Polly;
using Polly.Retry;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Fetches pages: authenticated, within the rate limit, and again where a failure may pass.</summary>
internal sealed class RestClient : IDisposable
{
    /// <summary>The largest answer, in bytes: a page is read whole.</summary>
    public const int MaxBytes = 64 << 20;

    private readonly RestApiSource.Options options;
    private readonly HttpClient client;
    private readonly Authentication authentication;
    private readonly RateLimiter limiter;
    private readonly TimeSpan patience;
    private readonly TimeSpan timeout;
    private readonly ResiliencePipeline retries;
    private readonly TimeProvider time;
    private TimeSpan? asked;
    private string page = "";

    /// <summary>A client of an API.</summary>
    /// <param name="options">The API.</param>
    /// <param name="egress">Decides which addresses may be dialled.</param>
    /// <param name="limiter">Keeps to the rate limit.</param>
    /// <param name="patience">How long a rate limit that is used up is waited for.</param>
    /// <param name="time">Times waits.</param>
    public RestClient(RestApiSource.Options options, IEgress egress, RateLimiter limiter, TimeSpan patience, TimeProvider time)
    {
        this.options = options;
        this.limiter = limiter;
        this.patience = patience;
        this.time = time;
        timeout = TimeSpan.FromSeconds(options.ConnectionTimeout);
        client = new HttpClient(EgressHttp.CreateHandler(egress, timeout)) { Timeout = timeout };
        authentication = new Authentication(options, time);
        retries = Retries();
    }

    /// <summary>The answer to the request for that page.</summary>
    /// <exception cref="ConnectorException">It failed for good, or more often than may be repeated.</exception>
    public async Task<RestAnswer> GetAsync(PageState state, CancellationToken cancellationToken)
    {
        page = state.ToString();
        return await retries.ExecuteAsync(token => TryAsync(state, token), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => client.Dispose();

    private ResiliencePipeline Retries()
    {
        if (options.RetryAttempts == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.RetryAttempts,
                // What the server asks for goes before our own rhythm; too long a wait is left to the run's own retries.
                ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is ConnectorException { Class: ErrorClass.Transient, Code: not RateLimit.ReachedCode } && !(asked > RetryAfter.Longest)),
                DelayGenerator = attempt => ValueTask.FromResult<TimeSpan?>(asked ?? Delay(attempt.AttemptNumber)),
            })
            .Build();
    }

    /// <summary>1, 2, 4... seconds, each by up to a quarter more or less: readers of one API spread, and a replay waits alike.</summary>
    private TimeSpan Delay(int attempt)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{options.Url}\n{page}\n{attempt}")));
        return TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), RetryAfter.Longest.TotalSeconds) * (0.75 + (seed[0] / 510.0)));
    }

    private async ValueTask<RestAnswer> TryAsync(PageState state, CancellationToken cancellationToken)
    {
        asked = null;
        var url = new Uri(options.Url);
        try
        {
            var answer = await SendAsync(state, url, cancellationToken).ConfigureAwait(false);
            return answer ?? await SendAsync(state, url, cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("A fresh token was taken for a stale one.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw RestErrors.Of(exception, url, timeout);
        }
    }

    /// <summary>The answer, or null when the API no longer takes a token that another can take the place of.</summary>
    private async Task<RestAnswer?> SendAsync(PageState state, Uri url, CancellationToken cancellationToken)
    {
        if (options.RateLimit is { } limit)
            await ApiRateLimit.TakeAsync(limiter, url, limit, options.RateLimitPeriod, patience, cancellationToken).ConfigureAwait(false);
        using var request = RestRequest.Create(options, state);
        var isFreshToken = !authentication.HasToken;
        await authentication.ApplyAsync(request, client, cancellationToken).ConfigureAwait(false);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized && !isFreshToken)
        {
            authentication.Forget();
            return null;
        }

        if (RestErrors.Of(response, url, time) is { } error)
        {
            asked = error.RetryAfter;
            throw error;
        }

        var body = await ReadBodyAsync(response, url, cancellationToken).ConfigureAwait(false);
        return CutOffJson.ShowsIn(body) ? throw CutOffJson.Error(url) : new RestAnswer(body, LinkHeader.Next(response.Headers));
    }

    private async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, Uri url, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > MaxBytes)
            throw TooLarge(url);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stalled.CancelAfter(timeout);
        var stream = await response.Content.ReadAsStreamAsync(stalled.Token).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var body = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(chunk, stalled.Token).ConfigureAwait(false)) > 0;)
        {
            stalled.CancelAfter(timeout);
            if (body.Length + read > MaxBytes)
                throw TooLarge(url);
            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    private static ConnectorException TooLarge(Uri url) =>
        new(ErrorClass.Settings, "response_too_large", $"{url.Host}:{url.Port} answered with more than {MaxBytes >> 20} MB.", "Ask for smaller pages (pagination.page_size).");
}
