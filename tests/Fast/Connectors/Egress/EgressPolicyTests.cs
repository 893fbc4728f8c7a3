using System.Net;
using System.Net.Sockets;
using DataAggregator.Connectors.Egress;
using DataAggregator.Core.Connectors;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Egress;

public sealed class EgressPolicyTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:c0a8:101::5")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public async Task Refuses_addresses_that_are_not_public(string address)
    {
        var exception = await Should.ThrowAsync<ConnectorException>(() => new EgressPolicy(new EgressOptions()).ResolveAsync(address, 5432, CancellationToken.None));

        (exception.Class, exception.Code).ShouldBe((ErrorClass.Settings, "address_not_allowed"));
        exception.Message.ShouldContain($"{address}:5432");
        exception.Hint.ShouldNotBeNull().ShouldContain("DATAAGGREGATOR_ALLOW_PRIVATE_NETWORK");
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("2002:101:101::1")]
    public async Task Lets_public_addresses_pass(string address) =>
        (await new EgressPolicy(new EgressOptions()).ResolveAsync(address, 443, CancellationToken.None)).ShouldBe([IPAddress.Parse(address)]);

    [Fact]
    public async Task Judges_a_name_by_what_it_stands_for()
    {
        var egress = Knowing(("rebound.example", ["10.0.0.5", "1.1.1.1"]), ("inside.example", ["192.168.0.9", "::1"]));

        (await egress.ResolveAsync("rebound.example", 443, CancellationToken.None)).ShouldBe([IPAddress.Parse("1.1.1.1")]);
        (await Should.ThrowAsync<ConnectorException>(() => egress.ResolveAsync("inside.example", 443, CancellationToken.None))).Code.ShouldBe("address_not_allowed");
    }

    [Fact]
    public async Task A_name_that_nobody_knows_may_be_known_in_a_moment()
    {
        var exception = await Should.ThrowAsync<ConnectorException>(() => Knowing().ResolveAsync("nowhere.example", 443, CancellationToken.None));

        (exception.Class, exception.Code).ShouldBe((ErrorClass.Transient, "host_not_found"));
        exception.Message.ShouldContain("nowhere.example:443");
    }

    [Fact]
    public async Task Exempts_exactly_the_hosts_and_ports_that_it_is_told()
    {
        var egress = new EgressPolicy(new EgressOptions { Allowed = ["127.0.0.1:5433", "Shop.Internal:80", "[::1]:5433"] }, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));

        (await egress.ResolveAsync("127.0.0.1", 5433, CancellationToken.None)).ShouldBe([IPAddress.Loopback]);
        (await egress.ResolveAsync("shop.internal.", 80, CancellationToken.None)).ShouldBe([IPAddress.Loopback]);
        (await egress.ResolveAsync("::1", 5433, CancellationToken.None)).ShouldBe([IPAddress.IPv6Loopback]);
        await Should.ThrowAsync<ConnectorException>(() => egress.ResolveAsync("127.0.0.1", 5432, CancellationToken.None));
        await Should.ThrowAsync<ConnectorException>(() => egress.ResolveAsync("localhost", 5433, CancellationToken.None));
    }

    [Fact]
    public async Task Lets_everything_pass_where_the_operator_says_so() =>
        (await new EgressPolicy(new EgressOptions { AllowPrivateNetwork = true }).ResolveAsync("127.0.0.1", 1, CancellationToken.None)).ShouldBe([IPAddress.Loopback]);

    private static EgressPolicy Knowing(params (string Name, string[] Addresses)[] names) => new(
        new EgressOptions(),
        (name, _) => Task.FromResult(names.Where(known => known.Name == name).SelectMany(known => known.Addresses).Select(IPAddress.Parse).ToArray() is { Length: > 0 } found
            ? found
            : throw new SocketException((int)SocketError.HostNotFound)));
}
