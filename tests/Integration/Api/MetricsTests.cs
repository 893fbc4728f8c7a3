using System.Globalization;
using System.Net;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class MetricsTests(ApiServer server)
{
    [Fact]
    public async Task Prometheus_reads_what_runs_did_and_what_the_process_uses()
    {
        var before = await ReadAsync();
        var name = $"metrics {Guid.NewGuid():N}";
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id\n1\n2\n3\n");
        var pipeline = (await server.Admin.PostAsync("pipelines", new
        {
            name,
            source = new { connector_type = "file", config = new { path = $"{name}.csv" } },
            destination = new { connector_type = "file", config = new { path = $"{name}-out.csv" } },
        })).ShouldBe(HttpStatusCode.Created)["id"];
        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline}/execute"))["run_id"]);

        var after = await ReadAsync();

        Grown("dataaggregator_records_read_total").ShouldBe(3);
        Grown("dataaggregator_records_written_total").ShouldBe(3);
        Grown("dataaggregator_runs_ended_total{status=\"success\"}").ShouldBe(1);
        after["process_resident_memory_bytes"].ShouldBeGreaterThan(1 << 20);
        after["process_cpu_seconds_total"].ShouldBeGreaterThan(0);

        double Grown(string series) => after[series] - before.GetValueOrDefault(series);
    }

    private async Task<Dictionary<string, double>> ReadAsync()
    {
        var answer = (await server.Anonymous.GetAsync("/api/metrics")).ShouldBe(HttpStatusCode.OK);
        answer.Headers["Content-Type"].ShouldStartWith("text/plain; version=0.0.4");
        return answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
