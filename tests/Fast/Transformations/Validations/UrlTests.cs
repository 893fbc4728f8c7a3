using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

public sealed class UrlTests
{
    [Theory]
    [InlineData("http://example.com")]
    [InlineData("HTTPS://EXAMPLE.COM/")]
    [InlineData("https://user:pa%20ss@example.com:8080/a/b;c=1/?q=1&r=%41#frag?/")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://192.0.2.1/x")]
    [InlineData("http://[2001:db8::7]:443/c=GB")]
    [InlineData("http://example.com.")]
    [InlineData("http://example.com:/")]
    [InlineData("http://bücher.example/straße")]
    [InlineData("http://xn--bcher-kva.example/")]
    [InlineData("http://1.2.3.example")]
    public void Knows_a_url(string url) => Rules.CheckText("url", "{}", url).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("//example.com")]
    [InlineData("http:/example.com")]
    [InlineData("http://")]
    [InlineData("http:///path")]
    [InlineData("http://?q")]
    [InlineData("http://exa mple.com")]
    [InlineData("http://example.com/a b")]
    [InlineData(" http://example.com")]
    [InlineData("http://example.com\n")]
    [InlineData("http://example.com/<script>")]
    [InlineData("http://example.com/%zz")]
    [InlineData("http://example.com/%2")]
    [InlineData("http://example..com")]
    [InlineData("http://-example.com")]
    [InlineData("http://example-.com")]
    [InlineData("http://256.1.1.1")]
    [InlineData("http://1.2.3")]
    [InlineData("http://[::1")]
    [InlineData("http://[1.2.3.4]")]
    [InlineData("http://example.com:65536")]
    [InlineData("http://example.com:+80")]
    [InlineData("http://example.com:80a")]
    [InlineData("http://a#b#c")]
    [InlineData("http://a\\b")]
    [InlineData("ftp://example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("javascript://example.com/%0aalert(1)")]
    public void Knows_what_is_none(string url) => Rules.CheckText("url", "{}", url).ShouldBe("invalid_url");

    // The examples of RFC 3986, section 1.1.2, that have a host.
    [Theory]
    [InlineData("ftp://ftp.is.co.za/rfc/rfc1808.txt")]
    [InlineData("http://www.ietf.org/rfc/rfc2396.txt")]
    [InlineData("ldap://[2001:db8::7]/c=GB?objectClass?one")]
    [InlineData("telnet://192.0.2.16:80/")]
    public void Takes_the_schemes_that_it_is_told(string url) => Rules.CheckText("url", """{"schemes":["ftp","http","ldap","telnet"]}""", url).ShouldBeNull();

    [Theory]
    [InlineData("""{"schemes":[]}""", "$.transformations.parameters.schemes")]
    [InlineData("""{"schemes":["https","http://"]}""", "$.transformations.parameters.schemes[1]")]
    public void Refuses_what_is_no_scheme(string parameters, string path) => Steps.Problems(Rules.Step("url", parameters)).ShouldHaveSingleItem().Path.ShouldBe(path);
}
