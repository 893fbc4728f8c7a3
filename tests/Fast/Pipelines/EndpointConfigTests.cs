using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Pipelines;

public sealed class EndpointConfigTests
{
    [Theory]
    [InlineData("""{"url":"https://a.example/v1/"}""", """{"url":"/orders"}""", """{"url":"https://a.example/v1/orders"}""")]
    [InlineData("""{"url":"https://a.example/v1"}""", """{"url":"https://a.example/v2"}""", """{"url":"https://a.example/v2"}""")]
    [InlineData("""{"host":"a.example","port":1}""", """{"host":"a.example","table":"t"}""", """{"host":"a.example","port":1,"table":"t"}""")]
    [InlineData("""{"url":"https://a.example"}""", """{"url":5}""", """{"url":5}""")]
    public void A_pipelines_settings_lie_over_those_of_its_connector(string saved, string own, string expected) =>
        EndpointConfig.Overlay(Parse(saved), Parse(own)).GetRawText().ShouldBe(expected);

    [Theory]
    [InlineData("""{"url":"https://a.example"}""", """{"url":"https://b.example"}""", "url")]
    [InlineData("""{"url":"https://a.example"}""", """{"url":"http://a.example"}""", "url")]
    [InlineData("""{"url":"${base}"}""", """{"url":"https://b.example"}""", "url")]
    [InlineData("""{"host":"a.example"}""", """{"host":"b.example"}""", "host")]
    public void A_connectors_credentials_do_not_go_to_another_host(string saved, string own, string setting) =>
        Should.Throw<InvalidDocumentException>(() => EndpointConfig.Overlay(Parse(saved), Parse(own))).Problems.ShouldHaveSingleItem().Path.ShouldBe(setting);

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
