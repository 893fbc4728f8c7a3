using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using Npgsql;
using Shouldly;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>What tests of pages have done over the API, as the administrator, because it is not what they look at.</summary>
internal sealed class ProductApi(HttpClient http) : IDisposable
{
    private string? token;

    /// <summary>The config of a table as a destination.</summary>
    public static object Table(string connection, string table)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        return new { host = parts.Host, port = parts.Port, database = parts.Database, username = parts.Username, password = parts.Password, table };
    }

    /// <summary>Saves a pipeline and gives its id.</summary>
    public async Task<string> SaveAsync(object definition) => (await SendAsync(HttpMethod.Post, "pipelines", definition, HttpStatusCode.Created)).GetProperty("id").GetString()!;

    /// <summary>Saves a version of a pipeline.</summary>
    public Task ChangeAsync(string pipeline, object definition) => SendAsync(HttpMethod.Put, $"pipelines/{pipeline}", definition, HttpStatusCode.OK);

    /// <summary>Runs a pipeline to its end and gives the run's id.</summary>
    public async Task<string> RunAsync(string pipeline, string status)
    {
        var run = (await SendAsync(HttpMethod.Post, $"pipelines/{pipeline}/execute", new { }, HttpStatusCode.Accepted)).GetProperty("run_id").GetString()!;
        var seen = "";
        await Eventually.HoldsAsync(
            async () => (seen = (await SendAsync(HttpMethod.Get, $"runs/{run}", null, HttpStatusCode.OK)).GetProperty("status").GetString()!) is "success" or "warning" or "failed" or "cancelled", () => $"the run ends, which is {seen}", TimeSpan.FromMinutes(2));
        seen.ShouldBe(status);
        return run;
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        token ??= await SignInAsync();
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(expected, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<string> SignInAsync()
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/auth/login", new { email = RunningProduct.Email, password = RunningProduct.Password });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }
}
