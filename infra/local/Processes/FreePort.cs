using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DataAggregator.Local.Processes;

/// <summary>
/// A port of the loopback address that nobody listens on, claimed until disposed so that a neighbour who looks at the same moment
/// takes another. Ports lie below 32768: above, an outgoing connection may take the port before its server does.
/// </summary>
internal sealed class FreePort : IDisposable
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private readonly FileStream claim;

    private FreePort(int number, FileStream claim)
    {
        Number = number;
        this.claim = claim;
    }

    /// <summary>The port.</summary>
    public int Number { get; }

    /// <summary>Claims a free port.</summary>
    /// <param name="preferred">Taken when it is free, such as the port that was used the last time.</param>
    /// <exception cref="LocalHostException">Every port is busy.</exception>
    public static FreePort Claim(int? preferred = null)
    {
        if (preferred is { } wanted && TryClaim(wanted) is { } port)
            return port;
        // Neighbours begin their search at different places.
        var offset = (int)((long)Environment.ProcessId * 97 % Count);
        for (var step = 0; step < Count; step++)
        {
            if (TryClaim(First + (offset + step) % Count) is { } free)
                return free;
        }
        throw new LocalHostException($"No port between {First} and {First + Count - 1} is free on 127.0.0.1.");
    }

    /// <summary>Whether a server could listen on the port of the loopback address.</summary>
    public static bool IsFree(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen(1);
            return true;
        }
        catch (SocketException busy) when (busy.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }

    public void Dispose() => claim.Dispose();

    private static FreePort? TryClaim(int port)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"dataaggregator-ports-{Environment.UserName}");
        Directory.CreateDirectory(folder);
        if (FileLock.TryTake(Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture))) is not { } claim)
            return null;
        if (IsFree(port))
            return new FreePort(port, claim);
        claim.Dispose();
        return null;
    }
}
