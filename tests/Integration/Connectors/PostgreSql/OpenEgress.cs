using System.Net;
using DataAggregator.Core.Security;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

/// <summary>Lets every address through.</summary>
internal sealed class OpenEgress : IEgress
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
