using System.Globalization;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Npgsql;
using Shouldly;

namespace DataAggregator.Tests.Integration.Faults;

/// <summary>The server in a process of its own, with small segments and a short lease, over a database that outlives it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly FreePort port;
    private readonly LocalHostProcess process;

    private ServerProcess(FreePort port, LocalHostProcess process) => (this.port, this.process) = (port, process);

    public LocalHostProcess Process => process;

    /// <summary>The client of the first administrator.</summary>
    public ApiClient Admin { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    /// <param name="connection">Its database.</param>
    /// <param name="folder">Its files.</param>
    /// <param name="faultPoint">Where it dies or freezes.</param>
    /// <param name="engine">The folder of its orchestrations: another one is another host.</param>
    /// <param name="settings">More variables of its environment.</param>
    /// <param name="within">A command that puts itself in place of the server's.</param>
    public static async Task<ServerProcess> StartAsync(
        string connection, TemporaryFolder folder, string faultPoint = "", string engine = "emulator", IReadOnlyDictionary<string, string>? settings = null, IReadOnlyList<string>? within = null)
    {
        var server = Launch(connection, folder, faultPoint, engine, settings, within);
        await server.process.LineAsync("ready");
        var address = new Uri($"http://127.0.0.1:{server.port.Number}");
        using var anonymous = new ApiClient(address, null);
        var answer = await anonymous.PostAsync("auth/login", new { email = ApiServer.AdminEmail, password = ApiServer.Password });
        server.Admin = new ApiClient(address, answer.Body.GetProperty("access_token").GetString());
        return server;
    }

    /// <summary>Starts it anew and waits until it has died at a place that it comes to by itself.</summary>
    public static async Task DieAsync(string connection, TemporaryFolder folder, string faultPoint)
    {
        await using var server = Launch(connection, folder, faultPoint, "emulator", null, null);
        (await server.process.ExitAsync()).ShouldBe(137, $"it did not die at {faultPoint}: {string.Join('\n', server.process.Errors.TakeLast(5))}");
    }

    private static ServerProcess Launch(
        string connection, TemporaryFolder folder, string faultPoint, string engine, IReadOnlyDictionary<string, string>? settings, IReadOnlyList<string>? within)
    {
        var port = FreePort.Claim();
        var environment = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["DATAAGGREGATOR_FAULT_POINT"] = faultPoint,
        };
        environment.TryAdd("DATAAGGREGATOR_SEGMENT_BYTES", "4096");
        environment.TryAdd("DATAAGGREGATOR_LEASE_SECONDS", "3");
        // A frozen server lets go of the run ledger as soon as its lease ends.
        var database = new NpgsqlConnectionStringBuilder(connection) { Options = "-c idle_in_transaction_session_timeout=3s" }.ConnectionString;
        string[] arguments = ["server", database, folder.Path, engine, port.Number.ToString(CultureInfo.InvariantCulture)];
        return new ServerProcess(port, LocalHostProcess.Start(arguments, environment, "DataAggregator.Tests.Integration.dll", within ?? []));
    }

    /// <summary>Kills it, as by SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        await process.DisposeAsync();
        port.Dispose();
    }
}
