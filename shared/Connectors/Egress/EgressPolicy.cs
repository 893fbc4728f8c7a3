using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Egress;

/// <summary>Lets connectors dial public addresses, and private ones only where the operator allows it.</summary>
public sealed class EgressPolicy : IEgress
{
    private readonly EgressOptions options;
    private readonly HashSet<string> allowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> lookUp;

    /// <summary>The policy of these options, names resolved by the system.</summary>
    public EgressPolicy(EgressOptions options)
        : this(options, Dns.GetHostAddressesAsync)
    {
    }

    internal EgressPolicy(EgressOptions options, Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
    {
        this.options = options;
        this.lookUp = lookUp;
        allowed = options.Allowed.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, CancellationToken cancellationToken)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        var addresses = IPAddress.TryParse(name, out var literal) ? [literal] : await LookUpAsync(name, port, cancellationToken).ConfigureAwait(false);
        if (options.AllowPrivateNetwork || IsExempt(name, port))
            return addresses;
        var open = addresses.Where(address => !PrivateAddresses.Contains(address)).ToList();
        if (open.Count > 0)
            return open;
        var target = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        throw new ConnectorException(
            ErrorClass.Settings,
            "address_not_allowed",
            $"Connecting to {target} is not allowed: it is a private, loopback or reserved address.",
            "Use a public address, or let the operator set DATAAGGREGATOR_ALLOW_PRIVATE_NETWORK=true.");
    }

    private bool IsExempt(string name, int port) =>
        allowed.Contains(string.Create(CultureInfo.InvariantCulture, $"{(name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name)}:{port}"));

    private async Task<IPAddress[]> LookUpAsync(string name, int port, CancellationToken cancellationToken)
    {
        var target = string.Create(CultureInfo.InvariantCulture, $"{name}:{port}");
        try
        {
            var found = await lookUp(name, cancellationToken).ConfigureAwait(false);
            if (found.Length > 0)
                return found;
        }
        catch (SocketException exception)
        {
            throw Unknown(target, exception);
        }
        catch (ArgumentException exception)
        {
            throw new ConnectorException(ErrorClass.Settings, "invalid_host", $"Cannot connect to {target}: '{name}' is no host name.", innerException: exception);
        }

        throw Unknown(target, null);
    }

    private static ConnectorException Unknown(string target, Exception? cause) =>
        new(ErrorClass.Transient, "host_not_found", $"Cannot connect to {target}: the host name is unknown.", "Check the host's spelling, and that this machine's name service knows it.", cause);
}
