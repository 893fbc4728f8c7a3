using System.Globalization;
using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Servers;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Integration.Faults.PagedRuns;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>Stops the Blob Storage that a run seals its segments in, and starts it again: the run has to end by itself, with every record once.</summary>
public sealed class RestartedSegmentStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>The pipeline allows no retries: an absence of the platform's own store is none of its failures.</summary>
    [Fact]
    public async Task A_run_outlives_a_restart_of_the_store_of_its_segments()
    {
        using var folder = new TemporaryFolder();
        await using var api = new PagedApi();
        await using var relay = new Relay();
        var files = ServerFolder.Create("restarted-azurite");
        var first = await StartAsync(files, relay);
        var blobs = first.ConnectionString.Replace(first.BlobEndpoint.Authority, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{relay.Port}"), StringComparison.Ordinal);
        var target = await postgres.CreateDatabaseAsync();
        var settings = new Dictionary<string, string> { ["DATAAGGREGATOR_SEGMENTS_BLOB"] = blobs };
        await using var server = await ServerProcess.StartAsync(await postgres.CreateDatabaseAsync(), folder, settings: settings);

        api.HoldFrom(500);
        var run = await PagedRuns.StartAsync(server.Admin, api, target);
        await AskedAsync(api, 500);
        relay.Target = null;
        await first.DisposeAsync();
        api.Mend();
        var waiting = await StatusAsync(server.Admin, run, "retrying");
        waiting.GetProperty("waits_for").GetProperty("reason").GetString().ShouldBe("The Blob Storage of segments does not answer.");

        await using var second = await StartAsync(files, relay);
        await SucceededAsync(server.Admin, run, target);
        // What was sealed before is not asked for again; the plan looks at the first page, too.
        api.Asked.Where(offset => offset < 500).ShouldBe([0, 0, 100, 200, 300, 400]);
    }

    private static async Task<AzuriteServer> StartAsync(string files, Relay relay)
    {
        var packages = Checkout.Find().Servers;
        await new NodePackages(new ConsoleProgress()).EnsureInstalledAsync(packages, CancellationToken.None);
        var server = await AzuriteServer.StartAsync(packages, files, CancellationToken.None);
        relay.Target = server.BlobEndpoint.Port;
        return server;
    }
}
