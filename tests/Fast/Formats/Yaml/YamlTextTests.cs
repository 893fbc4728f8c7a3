using System.Text.Json;
using DataAggregator.Formats.Yaml;
using Shouldly;
using Xunit;
using YamlDotNet.Core;

namespace DataAggregator.Tests.Fast.Formats.Yaml;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("""{"name":"orders","n":12345678901234567890.10,"t":true,"z":null,"e":{},"l":[]}""")]
    [InlineData("""{"a":["no","Yes","007","1e3","2026-01-01","~","null",""," x","x ","- a","#c","a: b","${x}","0x1F","\u0085","'","\"","%","@d","*a","&a","!t"]}""")]
    [InlineData("""{"a":"line 1\nline 2\n\tand \\d+ $","b":"Zürich ✗ 😀","c":"0 8 * * *","no":1,"1":2,"a b":3}""")]
    [InlineData("""{"transformations":[{"type":"conditional","then":[{"type":"limit","count":5},[1,[2]]]}]}""")]
    public void What_is_written_is_read_as_it_was(string json)
    {
        var document = JsonSerializer.Deserialize<JsonElement>(json);

        var text = YamlText.Write(document);

        JsonElement.DeepEquals(YamlText.Read(text), document).ShouldBeTrue(text);
    }

    [Fact]
    public void Plain_words_stand_as_people_write_them() =>
        YamlText.Write(JsonSerializer.Deserialize<JsonElement>("""{"pipelines":[{"name":"daily orders","tags":["a"],"config":{"port":5432}}]}"""))
            .ShouldBe("pipelines:\n- name: daily orders\n  tags:\n  - a\n  config:\n    port: 5432\n");

    [Fact]
    public void Two_documents_are_not_one() => Should.Throw<YamlException>(() => YamlText.Read("a: 1\n---\nb: 2\n"));
}
