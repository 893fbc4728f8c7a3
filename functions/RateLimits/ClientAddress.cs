using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.RateLimits;

/// <summary>Where a request comes from.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// The client's address; of IPv6 the network, which belongs to one client whole. Each trusted proxy has added whom it was asked by behind what stood in
    /// <c>X-Forwarded-For</c>: what stands before that anybody can write.
    /// </summary>
    public static string Of(HttpContext http, int trustedProxies)
    {
        var address = http.Connection.RemoteIpAddress;
        if (trustedProxies > 0)
        {
            var asked = http.Request.Headers["X-Forwarded-For"].SelectMany(line => line?.Split(',', StringSplitOptions.TrimEntries) ?? []).ToList();
            if (asked.Count >= trustedProxies && Parse(asked[^trustedProxies]) is { } forwarded)
                address = forwarded;
        }

        return address is null ? "unknown" : Network(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    // Some proxies add the port.
    private static IPAddress? Parse(string text) => IPEndPoint.TryParse(text, out var endPoint) ? endPoint.Address : null;

    private static string Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
