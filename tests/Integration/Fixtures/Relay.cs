using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DataAggregator.Local.Processes;

namespace DataAggregator.Tests.Fixtures;

/// <summary>
/// Stands before a server that is stopped and started: its clients know one address, wherever the server comes up again, and nobody else takes the address
/// meanwhile. Without a server connections break as they are made.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly FreePort port = FreePort.Claim();
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Socket, Task> connections = new();
    private readonly Task accepting;

    public Relay()
    {
        listener = new TcpListener(IPAddress.Loopback, port.Number);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where its clients connect to.</summary>
    public int Port => port.Number;

    /// <summary>Where the server listens; null while there is none.</summary>
    public int? Target { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections.Values);
        stopping.Dispose();
        port.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                connections[client] = PassAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket client)
    {
        await Task.Yield();
        using var closing = client;
        try
        {
            if (Target is not { } target)
                return;
            using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target), stopping.Token);
            client.NoDelay = server.NoDelay = true;
            await using var near = new NetworkStream(client);
            await using var far = new NetworkStream(server);
            // When one side has gone, the other hears it at once.
            await Task.WhenAny(near.CopyToAsync(far, stopping.Token), far.CopyToAsync(near, stopping.Token));
        }
        catch (Exception gone) when (gone is SocketException or IOException or OperationCanceledException)
        {
            // The server is away, or the test is over.
            return;
        }
        finally
        {
            connections.TryRemove(client, out _);
        }
    }
}
