using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace DataAggregator.Tests.Emulator.Blobs;

/// <summary>A real Azurite for the tests of this collection, from the npm packages that the local host pins.</summary>
public sealed class Azurite : IAsyncLifetime, IDisposable
{
    private const string Account = "AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly int[] _ports = [FreePort(), FreePort(), FreePort()];
    private Process? _process;

    /// <summary>What a storage client connects with.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;{Account};BlobEndpoint=http://127.0.0.1:{_ports[0]}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{_ports[1]}/devstoreaccount1;");

    public async Task InitializeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var packages = await ServerPackages.InstallAsync(patience.Token);
        string[] ports = [.. _ports.Select(port => port.ToString(CultureInfo.InvariantCulture))];
        _process = Process.Start(new ProcessStartInfo(
            "node",
            [
                Path.Combine(packages, "node_modules", "azurite", "dist", "src", "azurite.js"), "--silent", "--location", _folder.Path, "--blobHost", "127.0.0.1",
                "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1", "--blobPort", ports[0], "--queuePort", ports[1], "--tablePort", ports[2],
                "--skipApiVersionCheck", "--disableTelemetry",
            ])
        {
            UseShellExecute = false,
        })!;
        await UntilListeningAsync();
    }

    public async Task DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    private async Task UntilListeningAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var port in _ports)
        {
            while (!await IsListeningAsync(port, patience.Token))
            {
                if (_process!.HasExited)
                {
                    throw new InvalidOperationException($"Azurite ended with exit code {_process.ExitCode}.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
            }
        }
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    /// <summary>Below 32768: above, an outgoing connection may take the port before its server does.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException busy) when (busy.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                continue;
            }
        }
    }
}
