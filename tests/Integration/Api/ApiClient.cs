using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>Calls the API as one person. Paths are those of the contract, below <c>/api/v1</c>, or absolute.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient client;

    public ApiClient(Uri address, string? token)
    {
        client = new HttpClient { BaseAddress = address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Address => client.BaseAddress!;

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Posts JSON: text as it stands, anything else serialised.</summary>
    public Task<ApiAnswer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<ApiAnswer> PutAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, body, headers);

    public Task<ApiAnswer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, path, null, headers);

    /// <summary>Sends any content.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"/api/v1/{path}");
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, isJson ? RecordJson.Parse(Encoding.UTF8.GetBytes(text)) : default, text, all);
    }

    /// <summary>The server-sent events of a path until the server ends them.</summary>
    /// <param name="path">The path.</param>
    /// <param name="begun">Called when the first one has come.</param>
    public async Task<IReadOnlyList<(string Name, JsonElement Data)>> EventsAsync(string path, Action? begun = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var stream = await client.GetStreamAsync($"/api/v1/{path}", patience.Token);
        var events = new List<(string, JsonElement)>();
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            events.Add((item.EventType, JsonSerializer.Deserialize<JsonElement>(item.Data)));
            if (events.Count == 1)
                begun?.Invoke();
        }

        return events;
    }

    /// <summary>The run when it has ended.</summary>
    public async Task<JsonElement> EndOfRunAsync(string runId)
    {
        JsonElement run = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                run = (await GetAsync($"runs/{runId}")).ShouldBe(System.Net.HttpStatusCode.OK).Body;
                return run.GetProperty("status").GetString() is not ("pending" or "running" or "retrying");
            },
            $"the run ends: {run}",
            TimeSpan.FromMinutes(2));
        return run;
    }

    public void Dispose() => client.Dispose();
}
