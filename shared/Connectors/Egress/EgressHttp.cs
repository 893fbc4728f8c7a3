using System.Net;
using System.Net.Sockets;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Egress;

/// <summary>Makes HTTP handlers that dial only what egress lets them.</summary>
public static class EgressHttp
{
    /// <summary>A handler that resolves through <paramref name="egress"/>, uses no proxy and follows redirects on the same host alone.</summary>
    /// <param name="egress">Decides about addresses.</param>
    /// <param name="connectTimeout">How long a connection may take to come about.</param>
    public static HttpMessageHandler CreateHandler(IEgress egress, TimeSpan connectTimeout) => new SameHostRedirects(new SocketsHttpHandler
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(egress, context.DnsEndPoint, cancellationToken),
        ConnectTimeout = connectTimeout,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
    });

    private static async ValueTask<Stream> ConnectAsync(IEgress egress, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await egress.ResolveAsync(target.Host, target.Port, cancellationToken).ConfigureAwait(false);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException exception)
            {
                // The next address may answer; the last one's reason is the one reported.
                last = exception;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
