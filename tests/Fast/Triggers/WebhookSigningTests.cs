using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Security;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Triggers;

/// <summary>Signatures of webhooks, with the examples of those who define them.</summary>
public sealed class WebhookSigningTests
{
    // Of the Standard Webhooks' own documentation.
    private const string StandardBody = """{"test": 2432232314}""";
    private static readonly DateTimeOffset StandardTime = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly WebhookSignature Standard = new() { Secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") };

    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
        ["webhook-timestamp"] = "1614265330",
        ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };

    [Fact]
    public void The_standards_own_example_is_taken() => Wrong(Standard, StandardBody, StandardTime).ShouldBeNull();

    [Fact]
    public void One_good_signature_among_several_is_enough()
    {
        headers["webhook-signature"] = $"v1a,xyz v1,AAAA {headers["webhook-signature"]} ";
        Wrong(Standard, StandardBody, StandardTime).ShouldBeNull();
    }

    [Theory]
    [InlineData("webhook-id", "msg_other")]
    [InlineData("webhook-id", "")]
    [InlineData("webhook-timestamp", "1614265331")]
    [InlineData("webhook-timestamp", "-1614265330")]
    [InlineData("webhook-timestamp", "soon")]
    [InlineData("webhook-signature", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("webhook-signature", "v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("webhook-signature", "v1,")]
    [InlineData("webhook-signature", "v1,%%%")]
    [InlineData("webhook-signature", "")]
    public void Anything_else_is_not(string header, string value)
    {
        headers[header] = value;
        Wrong(Standard, StandardBody, StandardTime).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void An_old_request_is_refused_and_one_of_the_future(int seconds, bool isTaken) =>
        (Wrong(Standard, StandardBody, StandardTime.AddSeconds(seconds)) is null).ShouldBe(isTaken);

    [Fact]
    public void The_signature_of_a_body_is_taken_as_GitHub_sends_it()
    {
        // Of GitHub's documentation.
        var signature = new WebhookSignature { Secret = new Secret("It's a Secret to Everybody"), Scheme = WebhookSignatureScheme.Body };
        headers["X-Hub-Signature-256"] = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

        Wrong(signature, "Hello, World!", StandardTime).ShouldBeNull();
        Wrong(signature, "Hello, World?", StandardTime).ShouldNotBeNull();
        Wrong(signature with { Header = "X-Other" }, "Hello, World!", StandardTime).ShouldNotBeNull();
    }

    [Fact]
    public void The_platforms_own_notifications_are_taken()
    {
        var signature = new WebhookSignature { Secret = new Secret("sixteen characters"), Scheme = WebhookSignatureScheme.Body };
        headers["X-DataAggregator-Signature"] = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("sixteen characters"), "{}"u8))}";

        Wrong(signature, "{}", StandardTime).ShouldBeNull();
        headers["X-DataAggregator-Signature"] = "sha256=zz";
        Wrong(signature, "{}", StandardTime).ShouldNotBeNull();
    }

    private string? Wrong(WebhookSignature signature, string body, DateTimeOffset now) => WebhookSigning.Wrong(signature, headers.GetValueOrDefault, Encoding.UTF8.GetBytes(body), now);
}
