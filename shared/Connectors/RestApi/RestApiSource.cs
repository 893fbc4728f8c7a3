using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using DataAggregator.Core.RateLimits;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.RestApi;

/// <summary>
/// Reads records from an HTTP API that answers JSON. The pages of an endpoint are one partition, and a page is a batch: reading goes on behind
/// any page. Read incrementally, params and body say how the API is asked for what is new (<see cref="CursorPlaceholders"/>); what it gives
/// beyond that is left out behind it. What an API gives can change between two reads, so a plan is never repeatable.
/// </summary>
/// <param name="egress">Decides which addresses may be dialled.</param>
/// <param name="limiter">Keeps to rate limits.</param>
/// <param name="time">Times retries.</param>
public sealed class RestApiSource(IEgress egress, RateLimiter limiter, TimeProvider time) : Source<RestApiSource.Options>
{
    // Limits of a few seconds are waited out; of others, who asks is told when there is more.
    private static readonly TimeSpan PatienceOfPeople = TimeSpan.FromSeconds(5);

    /// <summary>The settings.</summary>
    public sealed record Options
    {
        /// <summary>A name for people.</summary>
        [Description("A name for this connection, for people.")]
        public string? Name { get; init; }

        /// <summary>The endpoint.</summary>
        [Description("Address of the endpoint, such as https://api.example.com/v1/orders.")]
        public required string Url { get; init; }

        /// <summary>GET or POST.</summary>
        [Description("HTTP method.")]
        public RestMethod Method { get; init; }

        /// <summary>How requests prove themselves.</summary>
        [Description("How requests prove themselves: none, api_key, bearer_token, basic or oauth2.")]
        public string AuthMethod { get; init; } = "none";

        /// <summary>What they prove themselves by.</summary>
        [Description("What requests prove themselves by.")]
        public AuthParams? AuthParams { get; init; }

        /// <summary>Further headers, kept secret.</summary>
        [Description("Further headers; their values are kept secret.")]
        public IReadOnlyDictionary<string, Secret>? Headers { get; init; }

        /// <summary>Query parameters.</summary>
        [Description("Query parameters. With incremental, ${cursor} stands for the value to read from and ${cursor_end} for that to stop before; a parameter is left out while there is none.")]
        public IReadOnlyDictionary<string, string>? Params { get; init; }

        /// <summary>The body of a POST.</summary>
        [Description("The JSON body of a POST; ${cursor} and ${cursor_end} as in params.")]
        public JsonElement? Body { get; init; }

        /// <summary>Where the records stand.</summary>
        [Description("Where an answer holds the records, such as data.items. Left out: the answer itself, or its only array among data, items, results, records, value.")]
        public string? DataPath { get; init; }

        /// <summary>How the API pages.</summary>
        [Description("How the API gives its records page by page; without it there is one page.")]
        public PaginationOptions? Pagination { get; init; }

        /// <summary>Seconds.</summary>
        [Description("Seconds to wait for a connection, for an answer to begin, and for each part of it.")]
        [Range(1, 600)]
        public int ConnectionTimeout { get; init; } = 30;

        /// <summary>How often to repeat a request.</summary>
        [Description("How often to repeat a request that failed for a reason that may pass.")]
        [Range(0, 20)]
        public int RetryAttempts { get; init; } = 3;

        /// <summary>Requests a period.</summary>
        [Description("The most requests in a rate_limit_period, of all hosts and all pipelines that name this limit for the API.")]
        [Range(1, 1_000_000)]
        public int? RateLimit { get; init; }

        /// <summary>The period of the rate limit.</summary>
        [Description("The period that rate_limit is for.")]
        public RateLimitPeriod RateLimitPeriod { get; init; } = RateLimitPeriod.Minute;
    }

    /// <inheritdoc/>
    protected override void Validate(Options options, string path, Problems problems)
    {
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            problems.Add($"{path}.url", $"'{options.Url}' is no address that begins with http:// or https://.");
        else if (url.UserInfo.Length > 0)
            problems.Add($"{path}.url", "holds a user or password; put them into auth_params, where they are kept secret.");
        if (options.Body is not null && options.Method != RestMethod.Post)
            problems.Add($"{path}.body", "belongs to a POST; set method to post.");
        foreach (var header in options.Headers?.Keys ?? [])
        {
            if (!RestRequest.IsHeaderName(header))
                problems.Add($"{path}.headers.{header}", "is no name for a header.");
        }

        if (options.Pagination is { Type: PaginationType.Offset or PaginationType.Page })
            problems.Warn($"{path}.pagination.type", "counts records: one that is added or removed while pages are read moves the others, so that some are missed or come twice. Use cursor, link_header or next_url where the API has them.");
        Authentication.Validate(options, path, problems);
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Check> CheckAsync(Options options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var url = new Uri(options.Url);
        var host = await TryAsync("host", async () =>
        {
            await egress.ResolveAsync(url.Host, url.Port, cancellationToken).ConfigureAwait(false);
            return string.Create(CultureInfo.InvariantCulture, $"{url.Host}:{url.Port} may be dialled.");
        }).ConfigureAwait(false);
        yield return host;
        if (!host.Ok)
            yield break;
        options = CursorPlaceholders.Fill(options, null, null);
        using var client = new RestClient(options with { RetryAttempts = 0 }, egress, limiter, PatienceOfPeople, time);
        RestAnswer? answer = null;
        var request = await TryAsync("request", async () =>
        {
            answer = await client.GetAsync(PageState.First(options.Pagination), cancellationToken).ConfigureAwait(false);
            return $"The API answered with {Quantity.Of(answer.Body.Length, "byte")}.";
        }).ConfigureAwait(false);
        yield return request;
        if (!request.Ok)
            yield break;
        yield return await TryAsync("read", async () =>
        {
            using var page = await RestPage.ReadAsync(answer!, options.DataPath, new ReadRequest(new SourcePartition(0, "{}"), Schema.Empty, null, 0), [], url, cancellationToken).ConfigureAwait(false);
            return $"The first page has {Quantity.Of(page.Records, "record")} of {Quantity.Of(page.Schema.Count, "field")}.";
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<StreamDescriptor>> DiscoverAsync(Options options, CancellationToken cancellationToken)
    {
        var (schema, total) = await LookAsync(CursorPlaceholders.Fill(options, null, null), null, PatienceOfPeople, cancellationToken).ConfigureAwait(false);
        var name = new Uri(options.Url).Segments[^1].Trim('/');
        return [new StreamDescriptor(name.Length > 0 ? name : "records", schema, [], [], total)];
    }

    /// <inheritdoc/>
    protected override async Task<SourcePlan> PlanAsync(Options options, PlanRequest request, CancellationToken cancellationToken)
    {
        var window = request.Incremental?.ToWindow(request.DeclaredSchema is { } declared && declared.Find(request.Incremental.Settings.CursorField ?? "") is not null ? declared : null);
        var state = new RestPartition([.. request.DeclaredSchema?.Select(field => field.Name) ?? []], window?.From, window?.Until);
        var (schema, total) = await LookAsync(CursorPlaceholders.Fill(options, state.From, state.To), request.DeclaredSchema, request.Patience, cancellationToken).ConfigureAwait(false);
        // Where not everything is read, the total says nothing about how much of it is.
        return new SourcePlan(schema, [new SourcePartition(0, state.ToString(), Records: window is null ? total : null)], Repeatable: false) { Origin = FieldOrigin.Carried };
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<SourceBatch> ReadAsync(Options options, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var part = RestPartition.Parse(request.Partition.State);
        options = CursorPlaceholders.Fill(options, part.From, part.To);
        var url = new Uri(options.Url);
        var pager = new Pager(options.Pagination, url);
        using var client = new RestClient(options, egress, limiter, request.Patience, time);
        var state = request.Position is { } position ? PageState.Parse(position) : PageState.First(options.Pagination);
        while (state is not null)
        {
            var answer = await client.GetAsync(state, cancellationToken).ConfigureAwait(false);
            FaultPoint.Reach("page_fetched");
            using var page = await RestPage.ReadAsync(answer, options.DataPath, request, part.Declared, url, cancellationToken).ConfigureAwait(false);
            var next = pager.Next(state, answer, page);
            if (page.TakeBatch(next?.ToString()) is { } batch)
            {
                // A type that had to become wider stays so.
                var types = new Schema(request.Schema.Select(field => page.Schema.Find(field.Name) ?? field));
                request = request with { FirstOrdinal = batch.Batch.FirstOrdinal + batch.Batch.RowCount, Schema = types };
                yield return batch;
            }

            state = next;
        }
    }

    private async Task<(Schema Schema, long? Total)> LookAsync(Options options, Schema? declared, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var client = new RestClient(options, egress, limiter, patience, time);
        var answer = await client.GetAsync(PageState.First(options.Pagination), cancellationToken).ConfigureAwait(false);
        var request = new ReadRequest(new SourcePartition(0, "[]"), declared ?? Schema.Empty, null, 0);
        using var page = await RestPage.ReadAsync(answer, options.DataPath, request, declared?.Select(field => field.Name) ?? [], new Uri(options.Url), cancellationToken).ConfigureAwait(false);
        return (page.Schema, answer.Total(options.Pagination?.TotalPath));
    }

    private static async Task<Check> TryAsync(string name, Func<Task<string>> look)
    {
        try
        {
            return new Check(name, true, await look().ConfigureAwait(false));
        }
        catch (ConnectorException exception)
        {
            return new Check(name, false, exception.Hint is { } hint ? $"{exception.Message} {hint}" : exception.Message);
        }
    }
}
