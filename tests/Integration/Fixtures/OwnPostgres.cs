using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;
using DataAggregator.Local.Servers;
using Npgsql;
using Xunit;

namespace DataAggregator.Tests.Fixtures;

/// <summary>A PostgreSQL of one test class, which may crash and come up again at the same address.</summary>
public sealed class OwnPostgres : IAsyncLifetime
{
    private const int Quit = 3;

    private readonly string folder = ServerFolder.Create($"postgresql-{Guid.NewGuid():N}");
    private Relay? relay;
    private PostgresPackage? package;
    private PostgresServer? server;

    public async Task InitializeAsync()
    {
        var packages = Checkout.Find().Servers;
        await new NodePackages(new ConsoleProgress()).EnsureInstalledAsync(packages, CancellationToken.None);
        package = PostgresPackage.Locate(packages, UnprivilegedUser.WhenRoot());
        relay = new Relay();
        await StartAsync();
    }

    /// <summary>Creates a database; how to connect to it, before and after a restart.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await server!.EnsureDatabaseAsync(name, CancellationToken.None);
        return new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { Port = relay!.Port }.ConnectionString;
    }

    /// <summary>Stops it at once, as an "immediate" shutdown does: nothing is finished, the next start recovers.</summary>
    public async Task StopAsync()
    {
        relay!.Target = null;
        Posix.Signal(server!.ProcessId, Quit);
        await server.Exited;
        // What the test process kept open to make databases is gone, too.
        await using var kept = new NpgsqlConnection(server.ConnectionString("postgres"));
        NpgsqlConnection.ClearPool(kept);
        await server.DisposeAsync();
    }

    /// <summary>Starts it, again.</summary>
    public async Task StartAsync()
    {
        server = await PostgresServer.StartAsync(package!, folder, ["log_checkpoints=off"], new ConsoleProgress(), CancellationToken.None);
        relay!.Target = server.Port;
    }

    public async Task DisposeAsync()
    {
        if (relay is not null)
            await relay.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }
}
