using System.Diagnostics;
using System.Globalization;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;
using Npgsql;

namespace DataAggregator.Local.Servers;

/// <summary>A running PostgreSQL of our own: one cluster in one folder, on the loopback address, with a generated password.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan PatienceWithPredecessor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PatienceWithPort = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PatienceWithRecovery = TimeSpan.FromMinutes(10);
    private static readonly string[] PredecessorStillThere = ["lock file \"postmaster.pid\" already exists", "pre-existing shared memory block"];
    private readonly PostgresCluster cluster;
    private readonly FreePort port;
    private readonly IProgress<string> progress;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private ChildProcess? process;

    private PostgresServer(PostgresCluster cluster, FreePort port, IProgress<string> progress)
    {
        this.cluster = cluster;
        this.port = port;
        this.progress = progress;
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port => port.Number;

    /// <summary>What the server logs.</summary>
    public string LogFile => cluster.LogFile;

    /// <summary>The postmaster.</summary>
    public int ProcessId => process!.Id;

    /// <summary>Completes when the server has ended, by our wish or not.</summary>
    public Task Exited => process!.Exited;

    /// <summary>Starts the cluster of a folder, making it first where there is none, and waits until it answers; after a hard kill that means through its recovery.</summary>
    /// <param name="package">The binaries.</param>
    /// <param name="folder">The cluster's folder.</param>
    /// <param name="settings">Server settings, such as <c>fsync=off</c> in tests.</param>
    /// <param name="progress">Told about whatever takes longer than a second.</param>
    /// <param name="ct">Stops the start, and the server.</param>
    /// <exception cref="LocalHostException">It cannot be started; the message names the log file.</exception>
    public static async Task<PostgresServer> StartAsync(
        PostgresPackage package, string folder, IReadOnlyList<string> settings, IProgress<string> progress, CancellationToken ct)
    {
        var opened = await PostgresCluster.OpenAsync(package, folder, progress, ct);
        var server = new PostgresServer(opened, await ClaimPortAsync(opened, ct), progress);
        try
        {
            await server.StartAsync(package, settings, ct);
            await opened.RememberPortAsync(server.Port, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How to connect to one of its databases as the owner of everything.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = PostgresCluster.Owner,
        Password = cluster.Password,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Creates a database unless it exists.</summary>
    public async Task EnsureDatabaseAsync(string name, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await exists.ExecuteScalarAsync(ct) is not null)
            return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ends it as its own "fast" shutdown does: open transactions are rolled back, the files are closed properly.</summary>
    public async Task StopAsync()
    {
        if (process is not null)
            await process.StopAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (process is not null)
            await process.DisposeAsync();
        port.Dispose();
    }

    private async Task StartAsync(PostgresPackage package, IReadOnlyList<string> settings, CancellationToken ct)
    {
        string[] all = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "log_line_prefix=%m [%p] %u@%d ", .. settings];
        var launch = new ProcessLaunch(
            package.Postgres,
            ["-D", cluster.Files, "-p", Port.ToString(CultureInfo.InvariantCulture), .. all.SelectMany(setting => new[] { "-c", setting })])
        { User = cluster.User };
        var told = false;
        while (true)
        {
            process = await ChildProcess.StartAsync(launch, cluster.LogFile);
            if (await AnswersAsync(ct))
                return;
            var said = process.LastLines;
            await process.DisposeAsync();
            if (!said.Any(line => PredecessorStillThere.Any(words => line.Contains(words, StringComparison.Ordinal))))
                throw new LocalHostException($"PostgreSQL did not start: {said.LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal)) ?? "it said nothing"} (more in {cluster.LogFile}).");
            if (watch.Elapsed > PatienceWithPredecessor)
                throw new LocalHostException($"Another PostgreSQL still holds {cluster.Files} after {PatienceWithPredecessor.TotalSeconds} s (its process id is the first line of postmaster.pid there): stop it and start again.");
            if (!told && watch.Elapsed > TimeSpan.FromSeconds(1))
            {
                progress.Report("The PostgreSQL that was killed the last time still holds its files, waiting for it to let go ...");
                told = true;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
        }
    }

    private static async Task<FreePort> ClaimPortAsync(PostgresCluster cluster, CancellationToken ct)
    {
        // A server that was killed lets go of its port a moment later. Runs that were cut off know the platform by it, so it is worth the wait.
        var waited = Stopwatch.StartNew();
        while (cluster is { LastPort: { } last, WasCutOff: true } && waited.Elapsed < PatienceWithPort && !FreePort.IsFree(last))
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        return FreePort.Claim(cluster.LastPort);
    }

    /// <summary>False when it ended instead.</summary>
    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        var told = false;
        while (!process!.Exited.IsCompleted)
        {
            if (await TryConnectAsync(ct))
                return true;
            if (!told && watch.Elapsed > TimeSpan.FromSeconds(2))
            {
                progress.Report("PostgreSQL is recovering what it had not written to its tables yet ...");
                told = true;
            }
            if (watch.Elapsed > PatienceWithRecovery)
                throw new LocalHostException($"PostgreSQL did not answer within {PatienceWithRecovery.TotalMinutes} minutes (see {cluster.LogFile}).");
            await Task.WhenAny(process.Exited, Task.Delay(TimeSpan.FromMilliseconds(50), ct));
            ct.ThrowIfCancellationRequested();
        }
        return false;
    }

    private async Task<bool> TryConnectAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{ConnectionString("postgres")};Pooling=false;Timeout=5");
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException notYet) when (notYet is not PostgresException || notYet is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow })
        {
            return false;
        }
    }
}
