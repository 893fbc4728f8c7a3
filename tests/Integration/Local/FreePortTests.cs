using System.Net;
using System.Net.Sockets;
using DataAggregator.Local.Processes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class FreePortTests
{
    [Fact]
    public void Claims_differ_and_lie_below_the_ports_of_outgoing_connections()
    {
        FreePort[] claims = [.. Enumerable.Range(0, 20).Select(_ => FreePort.Claim())];

        claims.Select(claim => claim.Number).Distinct().Count().ShouldBe(20);
        claims.ShouldAllBe(claim => claim.Number < 32768);
        foreach (var claim in claims)
            claim.Dispose();
    }

    [Fact]
    public void The_preferred_port_is_taken_when_it_is_free_and_left_when_somebody_listens()
    {
        using var free = FreePort.Claim();
        var number = free.Number;
        free.Dispose();
        using (var again = FreePort.Claim(number))
            again.Number.ShouldBe(number);

        using var listener = new TcpListener(IPAddress.Loopback, number);
        listener.Start();

        using var other = FreePort.Claim(number);
        other.Number.ShouldNotBe(number);
    }
}
