using System.Net;
using DataAggregator.Core.Configuration;
using DataAggregator.Functions.Application;
using DataAggregator.Functions.RateLimits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.RateLimits;

/// <summary>Whom requests are counted under: only what a trusted proxy has written is believed.</summary>
public sealed class ClientAddressTests
{
    private const string Proxy = "10.0.0.1";

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("203.0.113.7, 198.51.100.1")]
    [InlineData("127.0.0.1")]
    [InlineData(Proxy)]
    public void Without_a_proxy_nothing_that_a_header_says_is_believed(string header) => Of(0, header).ShouldBe(Proxy);

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("6.6.6.6, 203.0.113.7")]
    [InlineData("6.6.6.6,203.0.113.7 ")]
    [InlineData("6.6.6.6", "203.0.113.7")]
    [InlineData("6.6.6.6, 7.7.7.7", "8.8.8.8, 203.0.113.7")]
    [InlineData(", , 203.0.113.7")]
    [InlineData("6.6.6.6,", "203.0.113.7")]
    [InlineData("<script>, 203.0.113.7")]
    [InlineData("203.0.113.7:51234")]
    [InlineData("6.6.6.6, [::ffff:203.0.113.7]:443")]
    [InlineData("::ffff:203.0.113.7")]
    public void Of_what_stands_there_only_what_the_proxy_added_last_is_believed(params string[] lines) => Of(1, lines).ShouldBe("203.0.113.7");

    [Theory]
    [InlineData("203.0.113.7, 10.0.0.2", "203.0.113.7")]
    [InlineData("6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7")]
    // Who goes past the outer proxy has only the inner one's word, which is that for the outer one.
    [InlineData("203.0.113.7", Proxy)]
    public void Each_proxy_stands_for_one_entry(string header, string client) => Of(2, header).ShouldBe(client);

    [Theory]
    [InlineData()]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("203.0.113.7,")]
    [InlineData("203.0.113.7, unknown")]
    [InlineData("203.0.113.7, _hidden")]
    [InlineData("203.0.113.7, 203.0.113.300")]
    [InlineData("203.0.113.7, 203.0.113.8:99999")]
    [InlineData("203.0.113.7, [2001:db8::1")]
    [InlineData("203.0.113.7, for=203.0.113.8")]
    public void Where_the_proxy_gives_no_address_its_own_counts(params string[] lines) => Of(1, lines).ShouldBe(Proxy);

    [Theory]
    [InlineData("2001:db8:1:2::1")]
    [InlineData("2001:db8:1:2:ffff:ffff:ffff:ffff")]
    [InlineData("2001:DB8:1:2::")]
    [InlineData("[2001:db8:1:2::1]")]
    [InlineData("[2001:db8:1:2::1]:443")]
    [InlineData("2001:db8:1:3::1, 2001:db8:1:2::1")]
    public void Of_IPv6_the_network_counts_which_is_one_clients_whole(string header) => Of(1, header).ShouldBe("2001:db8:1:2::/64");

    [Theory]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [InlineData("fe80::1%2", "fe80::/64")]
    [InlineData(null, "unknown")]
    public void A_connection_counts_under_its_address(string? address, string client)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);

        ClientAddress.Of(http, 0).ShouldBe(client);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("0", 0)]
    [InlineData("2", 2)]
    public void No_proxy_is_trusted_unless_the_setting_says_so(string? setting, int proxies) => Settings(setting).TrustedProxies.ShouldBe(proxies);

    [Theory]
    [InlineData("-1")]
    [InlineData("11")]
    [InlineData("all")]
    [InlineData("")]
    public void A_setting_that_is_no_such_number_is_refused_by_its_name(string setting) =>
        Should.Throw<InvalidDocumentException>(() => Settings(setting)).Problems.ShouldHaveSingleItem().Path.ShouldBe("DATAAGGREGATOR_TRUSTED_PROXIES");

    private static string Of(int trustedProxies, params string[] lines)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(Proxy);
        http.Request.Headers["X-Forwarded-For"] = new StringValues(lines);
        return ClientAddress.Of(http, trustedProxies);
    }

    private static ServerSettings Settings(string? trustedProxies) => SettingsReader.Read<ServerSettings>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["DATAAGGREGATOR_POSTGRES"] = "Host=127.0.0.1",
        ["DATAAGGREGATOR_KEY_FILE"] = "key",
        ["DATAAGGREGATOR_SIGNING_KEY_FILE"] = "signing-key",
        ["DATAAGGREGATOR_STREAMS"] = "emulated",
        ["DATAAGGREGATOR_TRUSTED_PROXIES"] = trustedProxies,
    }).Build());
}
