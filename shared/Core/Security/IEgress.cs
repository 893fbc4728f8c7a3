using System.Net;

namespace DataAggregator.Core.Security;

/// <summary>Decides which addresses a connector may dial, so that a user cannot reach what only the server can (server-side request forgery).</summary>
public interface IEgress
{
    /// <summary>
    /// The addresses that <paramref name="host"/> stands for and that may be dialled on <paramref name="port"/>. The caller connects to one of
    /// these and does not resolve the name again, so that it cannot change in between.
    /// </summary>
    /// <exception cref="Connectors.ConnectorException">The name is unknown (transient), or stands for a private address that is not allowed (settings).</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, CancellationToken cancellationToken);
}
