using System.Globalization;
using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;
using DataAggregator.Local.Servers;
using Xunit;

namespace DataAggregator.Tests.Fixtures;

/// <summary>
/// A real PostgreSQL 18, one for the whole test process: the first fixture starts it, it ends with the process.
/// Use it as a class fixture (<c>IClassFixture&lt;PostgresFixture&gt;</c>) and let every test create a database of its own.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    // Nothing here has to survive a power failure; statements that failed stand in the log with their text.
    private static readonly string[] Settings =
        ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300", "log_min_error_statement=error", "log_checkpoints=off"];
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private static int databases;
    private PostgresServer? server;

    /// <summary>The server's port on 127.0.0.1.</summary>
    public int Port => Server.Port;

    /// <summary>What the server logged, among it every statement that failed.</summary>
    public string LogFile => Server.LogFile;

    private PostgresServer Server => server ?? throw new InvalidOperationException("The fixture is not initialised.");

    /// <summary>Creates an empty database and gives its connection string (Npgsql's key words; the user is a superuser).</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken ct = default)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databases)}");
        await Server.EnsureDatabaseAsync(name, ct);
        return Server.ConnectionString(name);
    }

    public async Task InitializeAsync() => server = await Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<PostgresServer> StartAsync()
    {
        var packages = Checkout.Find().Servers;
        var progress = new ConsoleProgress();
        await new NodePackages(progress).EnsureInstalledAsync(packages, CancellationToken.None);
        var folder = ServerFolder.Create("postgresql");
        return await PostgresServer.StartAsync(
            PostgresPackage.Locate(packages, UnprivilegedUser.WhenRoot()), folder, Settings, progress, CancellationToken.None);
    }
}
