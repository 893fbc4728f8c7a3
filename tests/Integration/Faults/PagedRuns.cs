using System.Globalization;
using System.Net;
using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Npgsql;
using Shouldly;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Runs of a <see cref="PagedApi"/> into the table <c>orders</c>: starts them, waits for what becomes of them, and looks whether each record is there once.</summary>
internal static class PagedRuns
{
    public static async Task<string> StartAsync(ApiClient admin, PagedApi api, string target, string mode = "append", int retries = 0, int delay = 60)
    {
        var retry = new { max_retries = retries, initial_delay_seconds = delay, max_delay_seconds = delay };
        var definition = new { name = $"orders {Guid.NewGuid():N}", source = api.Source, destination = Table(target, "orders", mode), error_handling = new { retry_policy = retry } };
        var pipeline = (await admin.PostAsync("pipelines", definition)).ShouldBe(HttpStatusCode.Created)["id"];
        return (await admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
    }

    /// <summary>A table of a database as a pipeline's destination.</summary>
    public static object Table(string connection, string table, string mode)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        return new
        {
            connector_type = "postgresql",
            config = new { host = parts.Host, port = parts.Port, database = parts.Database, username = parts.Username, password = parts.Password, table, write_mode = mode },
        };
    }

    public static Task AskedAsync(PagedApi api, int offset) => Eventually.HoldsAsync(() => Task.FromResult(api.Asked.Contains(offset)), $"the source is asked for record {offset}");

    public static async Task<JsonElement> RunAsync(ApiClient admin, string run) => (await admin.GetAsync($"runs/{run}")).ShouldBe(HttpStatusCode.OK).Body;

    /// <summary>Waits until the run has that status; an answer that the platform's database is away is waited out.</summary>
    public static async Task<JsonElement> StatusAsync(ApiClient admin, string run, string status)
    {
        JsonElement seen = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                var answer = await admin.GetAsync($"runs/{run}");
                if (answer.Status == HttpStatusCode.ServiceUnavailable)
                    return false;
                seen = answer.ShouldBe(HttpStatusCode.OK).Body;
                var now = seen.GetProperty("status").GetString();
                if (now != status && now is "success" or "failed" or "warning" or "cancelled")
                    throw new InvalidOperationException($"The run ended: {seen}");
                return now == status;
            },
            () => $"the run is {status}: {seen}",
            TimeSpan.FromMinutes(3));
        return seen;
    }

    public static async Task<JsonElement> SucceededAsync(ApiClient admin, string run, string target)
    {
        var ended = await StatusAsync(admin, run, "success");
        ended.GetProperty("records_read").GetInt64().ShouldBe(PagedApi.Records);
        ended.GetProperty("records_written").GetInt64().ShouldBe(PagedApi.Records);
        (await ScalarAsync(target, "SELECT count(*) FROM orders")).ShouldBe(PagedApi.Records);
        (await ScalarAsync(target, "SELECT count(DISTINCT id) FROM orders WHERE id BETWEEN 0 AND 999")).ShouldBe(PagedApi.Records);
        return ended;
    }

    public static async Task<long> ScalarAsync(string connection, string sql)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
