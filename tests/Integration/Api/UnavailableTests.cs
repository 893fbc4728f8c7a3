using System.Net;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>A server whose database cannot be reached.</summary>
public sealed class UnavailableTests
{
    [Fact]
    public async Task It_is_alive_but_not_ready_and_says_when_to_come_again()
    {
        using var folder = new TemporaryFolder();
        using var port = FreePort.Claim();
        using var nobody = FreePort.Claim();
        using var host = ApiServer.Build($"Host=127.0.0.1;Port={nobody.Number};Username=nobody;Password=s3cr3t;Database=none", folder.Path, port.Number);
        await host.StartAsync();
        using var client = new ApiClient(new Uri($"http://127.0.0.1:{port.Number}"), null);

        (await client.GetAsync("/api/health")).ShouldBe(HttpStatusCode.OK);
        var ready = (await client.GetAsync("/api/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        var login = (await client.PostAsync("auth/login", new { email = "a@example.com", password = "whatever it is" })).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        var metrics = await client.GetAsync("/api/metrics");
        await host.StopAsync();

        ready["status"].ShouldBe("unavailable");
        ready.Text.ShouldNotContain(nobody.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        login.Headers["Retry-After"].ShouldBe("5");
        login.Text.ShouldNotContain("s3cr3t");
        // Nobody can count requests now; those that need no database are answered all the same.
        metrics.ShouldBe(HttpStatusCode.OK).Headers.Keys.ShouldNotContain("RateLimit-Limit");
    }
}
