using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using DataAggregator.Local.Demo;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class LocalServerTests : IDisposable
{
    private const string Password = "correct horse battery staple";
    private static readonly Dictionary<string, string> Environment = new() { ["DATAAGGREGATOR_ADMIN_EMAIL"] = "ada@example.com", ["DATAAGGREGATOR_ADMIN_PASSWORD"] = Password };
    private readonly TemporaryFolder folder = new();
    private readonly FreePort port = FreePort.Claim();

    [Fact]
    public async Task The_demo_runs_at_the_first_start_and_is_there_after_a_hard_kill()
    {
        string table;
        await using (var first = Start())
        {
            await first.LineAsync("The demo pipeline");
            using var client = await SignInAsync();
            var run = await EndedRunAsync(client);
            run.GetProperty("status").GetString().ShouldBe("warning");
            run.GetProperty("records_read").GetInt64().ShouldBe(SampleOrder.Count);
            run.GetProperty("records_filtered").GetInt64().ShouldBe(SampleOrder.Count - SampleOrder.Completed);
            run.GetProperty("records_rejected").GetInt64().ShouldBe(SampleOrder.BrokenEmails);
            table = await TableAsync();
            first.Kill();
            await first.ExitAsync();
        }
        table.ShouldBe($"{SampleOrder.Completed - SampleOrder.BrokenEmails} orders, unit_price 2 decimals, Wireless Mouse");

        await using var second = Start();
        await second.LineAsync("The platform answers");

        using var again = await SignInAsync();
        (await RunsAsync(again)).Length.ShouldBe(1);
        (await TableAsync()).ShouldBe(table);
        (await second.InterruptAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("page_fetched:40")]
    [InlineData("segment_sealed:3")]
    [InlineData("committed:2")]
    [InlineData("run_finishing:1")]
    public async Task Killed_together_with_its_PostgreSQL_in_the_middle_of_the_demo_it_goes_on(string point)
    {
        var segments = new Dictionary<string, string>(Environment) { ["DATAAGGREGATOR_SEGMENT_BYTES"] = "262144" };
        await using (var first = Start(new(segments) { ["DATAAGGREGATOR_FAULT_POINT"] = point }))
            (await first.ExitAsync()).ShouldBe(137, string.Join('\n', first.Errors));

        await using var second = Start(segments);
        await second.LineAsync("The platform answers");
        using var client = await SignInAsync();
        var run = await EndedRunAsync(client);

        run.GetProperty("status").GetString().ShouldBe("warning", run.ToString());
        run.GetProperty("records_read").GetInt64().ShouldBe(SampleOrder.Count);
        run.GetProperty("records_written").GetInt64().ShouldBe(SampleOrder.Completed - SampleOrder.BrokenEmails);
        (await TableAsync()).ShouldBe($"{SampleOrder.Completed - SampleOrder.BrokenEmails} orders, unit_price 2 decimals, Wireless Mouse");
    }

    [Fact]
    public async Task A_busy_port_is_one_sentence_and_exit_code_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port.Number);
        listener.Start();
        await using var host = Start();

        (await host.ExitAsync()).ShouldBe(1);

        host.Errors.ShouldBe([$"Port {port.Number} is in use by another program: choose another with --port."]);
    }

    public void Dispose()
    {
        port.Dispose();
        folder.Dispose();
    }

    private LocalHostProcess Start(Dictionary<string, string>? environment = null) =>
        LocalHostProcess.Start(["--no-web", "--port", port.Number.ToString(CultureInfo.InvariantCulture), "--data", folder["data"]], environment ?? Environment);

    private async Task<HttpClient> SignInAsync()
    {
        var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port.Number}")) };
        using var answer = await client.PostAsJsonAsync("/api/v1/auth/login", new { email = Environment["DATAAGGREGATOR_ADMIN_EMAIL"], password = Password });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<JsonElement[]> RunsAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/runs")).GetProperty("items").EnumerateArray()];

    private static async Task<JsonElement> EndedRunAsync(HttpClient client)
    {
        JsonElement run = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                run = (await RunsAsync(client)).Single();
                return run.GetProperty("status").GetString() is not ("pending" or "running" or "retrying");
            },
            "the demo's run ends",
            TimeSpan.FromMinutes(2));
        return run;
    }

    private async Task<string> TableAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(await File.ReadAllTextAsync(folder["data/postgresql/port"]), CultureInfo.InvariantCulture),
            Username = "dataaggregator",
            Password = await File.ReadAllTextAsync(folder["data/postgresql/password"]),
            Database = "demo",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var summary = new NpgsqlCommand(
            "SELECT count(*) || ' orders, unit_price ' || max(scale(unit_price)) || ' decimals, ' || max(product_name) FILTER (WHERE product_name LIKE 'Wire%') FROM daily_orders",
            connection);
        return (string)(await summary.ExecuteScalarAsync())!;
    }
}
