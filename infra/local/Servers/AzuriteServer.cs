using System.Globalization;
using System.Net.Sockets;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;

namespace DataAggregator.Local.Servers;

/// <summary>A running Azurite: Azure Blob, Queue and Table Storage of our own, on the loopback address.</summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    /// <summary>The account and key that Azurite documents for everybody; no secret.</summary>
    private const string Account = "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ChildProcess process;
    private readonly FreePort[] ports;

    private AzuriteServer(ChildProcess process, FreePort[] ports)
    {
        this.process = process;
        this.ports = ports;
    }

    /// <summary>What an Azure Storage client connects with.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;{Account};BlobEndpoint={Endpoint(0)};QueueEndpoint={Endpoint(1)};TableEndpoint={Endpoint(2)};");

    /// <summary>Where Blob Storage answers, with the account in the path.</summary>
    public Uri BlobEndpoint => new(Endpoint(0));

    /// <summary>The node process.</summary>
    public int ProcessId => process.Id;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="packages">The folder of the installed npm packages.</param>
    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="ct">Stops the start, and the server.</param>
    /// <exception cref="LocalHostException">It cannot be started; the message names the log file.</exception>
    public static async Task<AzuriteServer> StartAsync(string packages, string folder, CancellationToken ct)
    {
        PrivateFiles.CreateFolder(folder, reachable: false);
        var log = Path.Combine(folder, "azurite.log");
        PrivateFiles.Write(log, "");
        FreePort[] claimed = [FreePort.Claim(), FreePort.Claim(), FreePort.Claim()];
        string[] numbers = [.. claimed.Select(port => port.Number.ToString(CultureInfo.InvariantCulture))];
        var launch = new ProcessLaunch(
            NodePackages.Node,
            [Path.Combine(packages, "node_modules", "azurite", "dist", "src", "azurite.js"), "--silent", "--location", folder,
             "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
             "--blobPort", numbers[0], "--queuePort", numbers[1], "--tablePort", numbers[2],
             "--skipApiVersionCheck", "--disableTelemetry"]);
        var server = new AzuriteServer(await ChildProcess.StartAsync(launch, log), claimed);
        try
        {
            foreach (var port in claimed)
                await server.WaitUntilListeningAsync(port.Number, log, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        foreach (var port in ports)
            port.Dispose();
    }

    private string Endpoint(int service) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports[service].Number}/devstoreaccount1");

    private async Task WaitUntilListeningAsync(int port, string log, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        while (!process.Exited.IsCompleted)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, patience.Token);
                return;
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new LocalHostException($"Azurite did not answer within {Patience.TotalSeconds} s (see {log}).");
            }
        }
        throw new LocalHostException($"Azurite did not start: {(process.LastLines is [.., var last] ? last : "it said nothing")} (see {log}).");
    }
}
