using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Ctrl-C and SIGTERM end <c>run FILE</c> amid its work: what was there before is untouched, nothing half-written stays, and the next run begins anew.</summary>
public sealed class InterruptedFileTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Before = "id,note\n7,before\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_is_interrupted_leaves_table_and_file_as_they_were(bool isTerminated)
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        var target = await postgres.CreateDatabaseAsync();
        await Database.ExecuteAsync(target, "CREATE TABLE orders (id bigint, note text); INSERT INTO orders VALUES (7, 'before')");
        Directory.CreateDirectory(folder["out"]);
        await File.WriteAllTextAsync(Path.Combine(folder["out"], "orders.csv"), Before);
        var definition = new
        {
            name = "orders",
            source = api.Source,
            destinations = new[] { Table(target, "orders", "replace"), new { connector_type = "file", config = new { path = Path.Combine(folder["out"], "orders.csv"), write_mode = "replace" } } },
        };
        await File.WriteAllTextAsync(folder["orders.json"], JsonSerializer.Serialize(definition));

        api.HoldFrom(500);
        await using (var interrupted = Start(folder))
        {
            await AskedAsync(api, 500);
            (await (isTerminated ? interrupted.TerminateAsync() : interrupted.InterruptAsync())).ShouldBe(1, string.Join('\n', interrupted.Errors));
            JsonDocument.Parse(interrupted.Output[^1]).RootElement.GetProperty("status").GetString().ShouldBe("cancelled");
        }

        (await Database.ScalarAsync<string>(target, "SELECT string_agg(id || ' ' || note, ',') FROM orders")).ShouldBe("7 before");
        (await ScalarAsync(target, "SELECT count(*) FROM pg_tables WHERE tablename LIKE '\\_dataaggregator\\_new%'")).ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(folder["out"], "orders.csv"))).ShouldBe(Before);
        Directory.GetFileSystemEntries(folder["out"]).Length.ShouldBe(1, "nothing is left beside the file");

        api.Mend();
        await using var next = Start(folder);
        (await next.ExitAsync()).ShouldBe(0, string.Join('\n', next.Errors));
        next.Errors.ShouldNotContain(line => line.StartsWith("Going on", StringComparison.Ordinal));
        (await ScalarAsync(target, "SELECT count(DISTINCT id) FROM orders WHERE note LIKE 'record%'")).ShouldBe(PagedApi.Records);
        (await File.ReadAllLinesAsync(Path.Combine(folder["out"], "orders.csv"))).Length.ShouldBe(PagedApi.Records + 1);
    }

    private static LocalHostProcess Start(TemporaryFolder folder) => LocalHostProcess.Start(
        ["run", folder["orders.json"], "--data", folder["data"], "--json"], new Dictionary<string, string> { ["DATAAGGREGATOR_SEGMENT_BYTES"] = "4096" });
}
