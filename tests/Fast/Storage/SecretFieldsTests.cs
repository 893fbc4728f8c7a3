using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Security;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Storage;

public sealed class SecretFieldsTests
{
    private static readonly string[] Fields = ["password", "auth_params.token", "headers.*", "accounts.key"];
    private readonly FakeProtector protector = new();

    [Theory]
    [InlineData("""{"password":"p","host":"h"}""", """{"password":"enc:<p>","host":"h"}""")]
    [InlineData("""{"auth_params":{"token":"t","user":"u"}}""", """{"auth_params":{"token":"enc:<t>","user":"u"}}""")]
    [InlineData("""{"headers":{"A":"1","B.c":"2"}}""", """{"headers":{"A":"enc:<1>","B.c":"enc:<2>"}}""")]
    [InlineData("""{"accounts":[{"key":"a"},{"key":"b","n":1.10}]}""", """{"accounts":[{"key":"enc:<a>"},{"key":"enc:<b>","n":1.10}]}""")]
    [InlineData("""{"password":12345}""", """{"password":"enc:<12345>"}""")]
    [InlineData("""{"password":"${DB_PASSWORD}"}""", """{"password":"${DB_PASSWORD}"}""")]
    [InlineData("""{"password":"${A}${B}"}""", """{"password":"enc:<${A}${B}>"}""")]
    [InlineData("""{"password":null}""", """{"password":null}""")]
    [InlineData("""{"password":""}""", """{"password":""}""")]
    [InlineData("""{"auth_params":"t"}""", """{"auth_params":"t"}""")]
    [InlineData("""{"password":"enc:v1:forged"}""", """{"password":"enc:<enc:v1:forged>"}""")]
    public async Task Secrets_are_encrypted_and_all_else_stays(string config, string expected) =>
        (await ProtectAsync(config)).ShouldBe(expected);

    [Fact]
    public async Task A_mask_keeps_what_is_stored_in_its_place_and_a_new_value_replaces_it()
    {
        var stored = """{"password":"enc:<old>","headers":{"A":"enc:<1>","B":"enc:<2>"}}""";

        (await ProtectAsync("""{"password":"********","headers":{"A":"new","B":"********"}}""", stored)).ShouldBe("""{"password":"enc:<old>","headers":{"A":"enc:<new>","B":"enc:<2>"}}""");
    }

    [Fact]
    public async Task A_mask_keeps_a_stored_placeholder() =>
        (await ProtectAsync("""{"password":"********"}""", """{"password":"${NAME}"}""")).ShouldBe("""{"password":"${NAME}"}""");

    [Theory]
    [InlineData("""{"password":"enc:<p>","host":"a.example"}""", """{"password":"********","host":"b.example"}""")]
    [InlineData("""{"password":"enc:<p>","host":"a.example"}""", """{"password":"enc:<p>","host":"b.example"}""")]
    [InlineData("""{"password":"enc:<p>","url":"https://a.example/x"}""", """{"password":"********","url":"http://a.example/x"}""")]
    [InlineData("""{"password":"enc:<p>","url":"https://a.example/x"}""", """{"password":"********","url":"${url}"}""")]
    [InlineData("""{"password":"enc:<p>","auth_params":{"token_url":"https://a.example/t"}}""", """{"password":"********","auth_params":{"token_url":"https://b.example/t"}}""")]
    [InlineData("""{"password":"enc:<p>"}""", """{"password":"********","host":"b.example"}""")]
    public async Task A_stored_secret_does_not_go_to_another_host(string stored, string config)
    {
        var refused = await Should.ThrowAsync<InvalidDocumentException>(() => ProtectAsync(config, stored));

        refused.Problems.ShouldHaveSingleItem().Path.ShouldBe("$.source.config.password");
    }

    [Fact]
    public async Task A_mask_keeps_a_secret_while_other_settings_change() =>
        (await ProtectAsync("""{"password":"********","url":"https://a.example/y","port":2}""", """{"password":"enc:<p>","url":"https://a.example/x","port":1}"""))
            .ShouldBe("""{"password":"enc:<p>","url":"https://a.example/y","port":2}""");

    [Fact]
    public async Task What_is_stored_may_be_sent_back_as_it_is_but_not_in_another_place()
    {
        var stored = """{"password":"enc:<p>","auth_params":{"token":"enc:<t>"}}""";

        (await ProtectAsync("""{"password":"enc:<p>","auth_params":{"token":"enc:<p>"}}""", stored)).ShouldBe("""{"password":"enc:<p>","auth_params":{"token":"enc:<enc:<p>>"}}""");
    }

    [Fact]
    public async Task Every_mask_without_a_stored_secret_is_a_problem_with_its_path()
    {
        var refused = await Should.ThrowAsync<InvalidDocumentException>(() => ProtectAsync("""{"password":"********","headers":{"A":"********"}}""", """{"headers":{"B":"enc:<2>"}}"""));

        refused.Problems.Select(problem => problem.Path).ShouldBe(["$.source.config.password", "$.source.config.headers.A"]);
    }

    [Fact]
    public void An_answer_shows_masks_placeholders_and_what_is_no_secret()
    {
        var config = """{"password":"enc:<p>","auth_params":{"token":"${TOKEN}","user":"u"},"headers":{"A":"plain by mistake"},"accounts":[{"key":{"odd":"shape"}}],"n":1.10}""";

        SecretFields.Mask(Parse(config), Fields).GetRawText().ShouldBe(
            """{"password":"********","auth_params":{"token":"${TOKEN}","user":"u"},"headers":{"A":"********"},"accounts":[{"key":"********"}],"n":1.10}""");
    }

    [Fact]
    public async Task A_run_gets_what_was_entered()
    {
        var entered = """{"password":"p","auth_params":{"token":"${TOKEN}"},"headers":{"A":"Grüße \u0022 enc:"},"host":"enc:<h>"}""";
        var stored = await ProtectAsync(entered);

        var clear = await SecretFields.UnprotectAsync(Parse(stored), Fields, protector, CancellationToken.None);

        JsonElement.DeepEquals(clear, Parse(entered)).ShouldBeTrue();
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private async Task<string> ProtectAsync(string config, string? stored = null)
    {
        var result = await SecretFields.ProtectAsync(Parse(config), Fields, stored is null ? null : Parse(stored), "$.source.config", protector, CancellationToken.None);
        // The writer escapes < and >; what counts is the value.
        return result.GetRawText().Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal);
    }
}
