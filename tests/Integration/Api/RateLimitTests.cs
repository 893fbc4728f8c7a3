using System.Globalization;
using System.Net;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>What answers tell of the rate limit; what happens beyond it is shown with two hosts.</summary>
[Collection(ApiTests.Name)]
public sealed class RateLimitTests(ApiServer server)
{
    [Fact]
    public async Task Every_answer_tells_how_many_requests_are_left_of_whoever_asks()
    {
        using var viewer = await server.AccountAsync("viewer");
        var first = (await viewer.GetAsync("me")).ShouldBe(HttpStatusCode.OK);
        var missing = (await viewer.GetAsync("pipelines/none")).ShouldBe(HttpStatusCode.NotFound);
        var forbidden = (await viewer.PostAsync("pipelines", new { })).ShouldBe(HttpStatusCode.Forbidden);

        foreach (var answer in new[] { first, missing, forbidden })
        {
            answer.Headers["RateLimit-Limit"].ShouldBe("6000");
            // A minute, the second for which a host may keep what it took, and what counting in steps adds.
            Number(answer, "RateLimit-Reset").ShouldBeInRange(0, 62);
            answer.Headers.Keys.ShouldNotContain("Retry-After");
        }

        Number(first, "RateLimit-Remaining").ShouldBe(5999);
        Number(forbidden, "RateLimit-Remaining").ShouldBeLessThan(5999);
    }

    [Fact]
    public async Task Who_has_not_signed_in_is_counted_by_address_and_an_attempt_to_sign_in_apart()
    {
        (await server.Anonymous.GetAsync("me")).ShouldBe(HttpStatusCode.Unauthorized).Headers["RateLimit-Limit"].ShouldBe("6000");
        (await server.Anonymous.GetAsync("no/such/thing")).ShouldBe(HttpStatusCode.NotFound).Headers["RateLimit-Limit"].ShouldBe("6000");
        (await server.Anonymous.PostAsync("auth/login", new { email = "nobody@example.com", password = "wrong" })).ShouldBe(HttpStatusCode.Unauthorized).Headers["RateLimit-Limit"].ShouldBe("60");
        foreach (var probe in new[] { "/api/health", "/api/ready" })
            (await server.Anonymous.GetAsync(probe)).ShouldBe(HttpStatusCode.OK).Headers.Keys.ShouldNotContain("RateLimit-Limit");
    }

    [Fact]
    public async Task Without_trusted_proxies_nobody_counts_as_another_by_a_header()
    {
        var left = new List<int>();
        for (var number = 1; number <= 20; number++)
            left.Add(Number((await server.Anonymous.GetAsync("me", ("X-Forwarded-For", $"203.0.113.{number}"))).ShouldBe(HttpStatusCode.Unauthorized), "RateLimit-Remaining"));

        // Each of them would have all but one.
        left.ShouldContain(remaining => remaining < 5999);
    }

    private static int Number(ApiAnswer answer, string header) => int.Parse(answer.Headers[header], CultureInfo.InvariantCulture);
}
