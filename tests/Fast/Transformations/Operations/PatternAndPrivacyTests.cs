using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Operations;

public sealed class PatternAndPrivacyTests
{
    [Theory]
    [InlineData("format", """{"regex":"(?<y>\\d{4})-(?<m>\\d\\d)","pattern":"${m}/${y}"}""", "\"on 2025-01!\"", "\"on 01/2025!\"")]
    [InlineData("format", """{"regex":"(\\d{3})(\\d{4})","pattern":"$1-$2"}""", "5551234", "\"555-1234\"")]
    [InlineData("format", """{"regex":"(\\d)","pattern":"<$1>"}""", "\"٣\"", "\"٣\"")]
    [InlineData("format", """{"regex":"(\\d)","pattern":"<$1>","unicode":true}""", "\"٣\"", "\"<٣>\"")]
    [InlineData("regex_replace", """{"regex":"a","replacement":"$$1","first_only":true}""", "\"aa\"", "\"$1a\"")]
    [InlineData("regex_replace", """{"regex":"A","ignore_case":true,"replacement":""}""", "\"bab\"", "\"bb\"")]
    [InlineData("regex_extract", """{"regex":"\\d+"}""", "\"a12b3\"", "\"12\"")]
    [InlineData("regex_extract", """{"regex":"(?<w>[a-z]+)(\\d+)","group":"w"}""", "\"-ab12\"", "\"ab\"")]
    [InlineData("regex_extract", """{"regex":"x(y)?"}""", "\"x\"", "null")]
    [InlineData("regex_extract", """{"regex":"z"}""", "\"x\"", "null")]
    [InlineData("hash", """{"salt":"s","encoding":"base64"}""", "\"abc\"", "\"zwu84rCDP0e0gVXFalSUWa8S8XJAiPAkbYN+wZnreHo=\"")]
    [InlineData("hash", """{"algorithm":"sha512"}""", "1", "\"4dff4ea340f0a823f15d3f4f01ab62eae0e5da579ccb851f8db9dfe84c58b2b37b89903a740e1ee172da793a6e79d560e5f7f9bd058a12a280433ed6fa46510a\"")]
    [InlineData("mask", """{"keep_first":1,"keep_last":1,"with":"•"}""", "\"gehëim\"", "\"g••••m\"")]
    [InlineData("mask", """{"keep_last":4}""", "\"123\"", "\"***\"")]
    [InlineData("redact", """{"patterns":["card"]}""", "\"4111 1111 1111 1111, 4111 1111 1111 1112\"", "\"[redacted], 4111 1111 1111 1112\"")]
    [InlineData("redact", """{"patterns":["ip"],"regex":"se[a-z]+et","with":"#"}""", "\"secret 10.0.0.1 1.2.3\"", "\"# # 1.2.3\"")]
    [InlineData("redact", """{"patterns":["email"]}""", "\"none here é\"", "\"none here é\"")]
    [InlineData("anonymize", """{"method":"year"}""", "\"1980-05-17\"", "\"1980\"")]
    [InlineData("anonymize", """{"method":"month"}""", "\"1980-05-17T10:00:00Z\"", "\"1980-05\"")]
    [InlineData("anonymize", """{"method":"prefix","keep":2}""", "\"10115\"", "\"10***\"")]
    [InlineData("anonymize", """{"method":"ip_network"}""", "\"192.168.17.9\"", "\"192.168.17.0/24\"")]
    [InlineData("anonymize", """{"method":"ip_network"}""", "\"2001:db8:1:2::3\"", "\"2001:db8:1::/48\"")]
    [InlineData("anonymize", """{"method":"bucket","size":0.5}""", "-0.1", "\"-0.5..0\"")]
    [InlineData("base64_encode", """{"url_safe":true}""", "\"é?>\"", "\"w6k_Pg\"")]
    [InlineData("base64_decode", "{}", "\"YWI=\"", "\"ab\"")]
    [InlineData("url_decode", """{"plus_is_space":false}""", "\"a+b%2f\"", "\"a+b/\"")]
    public void Gives(string operation, string parameters, string before, string after) => OperationRuns.ShouldGive(operation, parameters, before, after);

    [Theory]
    [InlineData("base64_decode", "\"Y!!!\"", "not_base64")]
    [InlineData("base64_decode", "\"////\"", "not_utf8")]
    [InlineData("url_decode", "\"100%25%\"", "not_url_encoded")]
    [InlineData("url_decode", "\"x%FFx\"", "not_url_encoded")]
    public void Rejects(string operation, string value, string code) => OperationRuns.ShouldReject(operation, "{}", value, code);

    [Fact]
    public void Rejects_a_value_on_which_a_pattern_that_needs_backtracking_takes_too_long() =>
        OperationRuns.ShouldReject("regex_replace", """{"regex":"^(a+)+\\1$"}""", $"\"{new string('a', 40)}b\"", "regex_timeout");

    [Theory]
    [InlineData("format", """{"regex":"(a)","pattern":"$2"}""", "parameters.pattern", "names the group '2'")]
    [InlineData("regex_extract", """{"regex":"(a)","group":"b"}""", "parameters.group", "not a group")]
    [InlineData("regex_extract", """{"regex":"(a"}""", "parameters.regex", "is no regular expression")]
    [InlineData("hmac", """{"secret_key":""}""", "parameters.secret_key", "must not be empty")]
    [InlineData("redact", "{}", "parameters.patterns", "is required")]
    [InlineData("tokenize", """{"secret_key":"k","length":16,"preserve_format":true}""", "parameters.length", "does not go with")]
    [InlineData("anonymize", """{"method":"bucket","size":0}""", "parameters.size", "above 0")]
    public void Refuses(string operation, string parameters, string path, string message) => OperationRuns.ShouldRefuse(operation, parameters, path, message);

    [Fact]
    public void Tokens_are_the_same_for_the_same_key_and_value_alone()
    {
        Token("k", "alice").ShouldBe(Token("k", "alice"));
        Token("k", "alice").ShouldNotBe(Token("k", "bob"));
        Token("k", "alice").ShouldNotBe(Token("l", "alice"));
        Token("k", "Ab-12 é" + new string('x', 100), ""","preserve_format":true""").ShouldMatch("^[A-Z][a-z]-[0-9]{2} [a-z]{101}$");
    }

    [Fact]
    public void Keys_are_marked_as_secrets()
    {
        foreach (var operation in new[] { "hmac", "tokenize" })
        {
            var key = DataAggregator.Transformations.Operations.OperationCatalogue.SpecOf(operation).Parameters["properties"]!["secret_key"]!;
            key["writeOnly"]!.GetValue<bool>().ShouldBeTrue();
            key["format"]!.GetValue<string>().ShouldBe("password");
        }
    }

    private static string Token(string key, string value, string more = "") =>
        System.Text.Json.Nodes.JsonNode.Parse(Steps.Run(OperationRuns.Step("tokenize", $$"""{"secret_key":"{{key}}"{{more}}}"""), $$"""[{"v":"{{value}}"}]""").Records)![0]!["v"]!.GetValue<string>();
}
