using System.Globalization;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;

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
    public static async Task<ServerProcess> StartAsync(string connection, TemporaryFolder folder, string faultPoint = "", string engine = "emulator")
    {
        var port = FreePort.Claim();
        var environment = new Dictionary<string, string>
        {
            ["DATAAGGREGATOR_FAULT_POINT"] = faultPoint,
            ["DATAAGGREGATOR_SEGMENT_BYTES"] = "4096",
            ["DATAAGGREGATOR_LEASE_SECONDS"] = "3",
        };
        string[] arguments = ["server", connection, folder.Path, engine, port.Number.ToString(CultureInfo.InvariantCulture)];
        var server = new ServerProcess(port, LocalHostProcess.Start(arguments, environment, "DataAggregator.Tests.Integration.dll"));
        await server.process.LineAsync("ready");
        var address = new Uri($"http://127.0.0.1:{port.Number}");
        using var anonymous = new ApiClient(address, null);
        var answer = await anonymous.PostAsync("auth/login", new { email = ApiServer.AdminEmail, password = ApiServer.Password });
        server.Admin = new ApiClient(address, answer.Body.GetProperty("access_token").GetString());
        return server;
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
