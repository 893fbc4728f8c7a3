using System.Text.Json;
using DataAggregator.Local;
using DataAggregator.Local.Runs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Local;

public sealed class PipelineFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dataaggregator-");

    [Fact]
    public async Task Yaml_and_json_of_the_same_pipeline_are_the_same_document()
    {
        var yaml = await ReadAsync("orders.yaml", """
            name: orders
            source:      {connector_type: file, config: {path: orders.csv}}   # a comment
            transformations:
              - type: field_addition
                field_name: threshold
                value: 12345678901234567890123456789.10
            destination:
              connector_type: postgresql
              config: {password: "${PGPASSWORD}", port: 5432, create_table: true, schema: ~}
            """);
        var json = await ReadAsync("orders.json",
            "{\n\t\"name\": \"orders\",\n\t\"source\": {\"connector_type\": \"file\", \"config\": {\"path\": \"orders.csv\"}},\n\t\"transformations\": "
            + "[{\"type\": \"field_addition\", \"field_name\": \"threshold\", \"value\": 12345678901234567890123456789.10}],\n"
            + "\t\"destination\": {\"connector_type\": \"postgresql\", \"config\": {\"password\": \"${PGPASSWORD}\", \"port\": 5432, \"create_table\": true, \"schema\": null}}\n}\n");

        JsonElement.DeepEquals(yaml.Document, json.Document).ShouldBeTrue($"{yaml.Document}\n{json.Document}");
        yaml.Document.GetProperty("transformations")[0].GetProperty("value").GetRawText().ShouldBe("12345678901234567890123456789.10");
    }

    [Theory]
    [InlineData("no", "\"no\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("True", "true")]
    [InlineData("-1.50e3", "-1.50e3")]
    [InlineData("2025-01-15", "\"2025-01-15\"")]
    [InlineData("", "null")]
    [InlineData("|\n  two\n  lines", "\"two\\nlines\"")]
    public async Task Scalars_follow_the_core_schema(string yaml, string json)
    {
        var file = await ReadAsync("p.yaml", $"value: {yaml}");

        file.Document.GetProperty("value").GetRawText().ShouldBe(json);
    }

    [Fact]
    public async Task Anchors_and_merge_keys_are_resolved()
    {
        var file = await ReadAsync("p.yml", "base: &b {host: h, port: 1}\nsource: {<<: *b, port: 2}\nagain: *b");

        file.Document.GetProperty("source").GetProperty("host").GetString().ShouldBe("h");
        file.Document.GetProperty("source").GetProperty("port").GetRawText().ShouldBe("2");
        file.Document.GetProperty("again").GetProperty("port").GetRawText().ShouldBe("1");
    }

    [Theory]
    [InlineData("p.yaml", "name: a\nsource: }\n", 2)]
    [InlineData("p.yaml", "name: a\nname: b", 2)]
    [InlineData("p.json", "{\n \"name\": \"a\",\n}", 3)]
    [InlineData("p.json", "{\n \"name\": \"a\",\n \"name\": \"b\"}", 3)]
    public async Task What_is_malformed_is_told_with_its_line(string name, string text, int line)
    {
        var failure = await Should.ThrowAsync<LocalHostException>(() => ReadAsync(name, text));

        failure.Message.ShouldStartWith($"{Path.Combine(folder.FullName, name)}:{line}: is not valid");
    }

    [Fact]
    public async Task A_bomb_of_aliases_is_refused()
    {
        var levels = Enumerable.Range(1, 9).Select(level => $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]");

        var failure = await Should.ThrowAsync<LocalHostException>(() => ReadAsync("p.yaml", $"a0: &a0 [x]\n{string.Join('\n', levels)}"));

        failure.Message.ShouldContain("too large");
    }

    [Theory]
    [InlineData("$.source.config.path", 4)]
    [InlineData("$.source.config.pth", 3)]
    [InlineData("$.transformations[1].type", 7)]
    [InlineData("$.transformations[1].field_name", 7)]
    [InlineData("$.destination", 1)]
    public async Task Every_part_has_the_line_that_an_editor_goes_to(string path, int line)
    {
        var file = await ReadAsync("p.yaml", "name: a\nsource:\n  config:\n    path: x\ntransformations:\n  - type: one\n  - type: two\n");

        file.Locate(path).ShouldEndWith($"p.yaml:{line}");
    }

    [Fact]
    public async Task A_missing_file_is_told()
    {
        var failure = await Should.ThrowAsync<LocalHostException>(() => PipelineFile.ReadAsync(Path.Combine(folder.FullName, "none.yaml"), CancellationToken.None));

        failure.Message.ShouldBe($"There is no pipeline file {Path.Combine(folder.FullName, "none.yaml")}.");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<PipelineFile> ReadAsync(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(path, text);
        return await PipelineFile.ReadAsync(path, CancellationToken.None);
    }
}
