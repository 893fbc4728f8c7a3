using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fast.Formats;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Files;

public sealed class FileSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ISource source;

    public FileSourceTests() => source = FileConnector.Create(new AllowedFileRoots(folder.Path)).Source!;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plain_csv_is_read_by_ranges_and_a_limit_plans_no_more()
    {
        folder.Write("orders.csv", "id,name\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},\"name\n{i}\"\n")));
        var plan = await PlanAsync("""{"path":"orders.csv"}""", new PlanRequest("r", null, SegmentBytes: 300));
        plan.Repeatable.ShouldBeTrue();
        plan.Partitions.Count.ShouldBeGreaterThan(3);
        plan.Partitions.Sum(partition => partition.Records)!.Value.ShouldBe(100);
        plan.Partitions[1].FirstOrdinal.ShouldBe(plan.Partitions[0].Records!.Value);
        (await ReadAsync("""{"path":"orders.csv"}""", plan)).ShouldBe(Enumerable.Range(0, 100).Select(i => $$"""{"id":{{i}},"name":"name\n{{i}}"}"""));
        (await PlanAsync("""{"path":"orders.csv"}""", new PlanRequest("r", null, Limit: 5))).Partitions.Single().Records.ShouldBe(5);
    }

    [Theory]
    [InlineData("utf-16", "auto", true)]
    [InlineData("utf-16BE", "auto", true)]
    [InlineData("utf-8", "auto", true)]
    [InlineData("iso-8859-1", "latin1", false)]
    [InlineData("utf-16", "UTF-16", false)]
    public async Task Encodings_are_told_by_their_mark_or_by_the_user(string encoding, string setting, bool withMark)
    {
        var writer = Encoding.GetEncoding(encoding);
        folder.Write("a.csv", [.. withMark ? writer.GetPreamble() : [], .. writer.GetBytes("id,stadt\n1,Zürich\n2,Genève\n")]);
        var config = $$$"""{"path":"a.csv","csv":{"encoding":"{{{setting}}}"}}""";
        (await ReadAsync(config)).ShouldBe(["""{"id":1,"stadt":"Z\u00FCrich"}""", """{"id":2,"stadt":"Gen\u00E8ve"}"""]);
    }

    [Fact]
    public async Task Gzip_is_told_by_its_first_bytes_and_resumes_within()
    {
        folder.Write("a.csv", Gzip("id\n" + string.Join('\n', Enumerable.Range(0, 40_000))));
        var config = """{"path":"a.csv"}""";
        var plan = await PlanAsync(config);
        plan.Partitions.Count.ShouldBe(1);
        string? position = null;
        await foreach (var read in source.ReadAsync(Parse(config), new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), default))
        {
            read.Batch.Dispose();
            position = read.Position;
            break;
        }

        var rest = await ReadAsync(config, plan, position);
        rest.Count.ShouldBe(40_000 - 16_384);
        rest[0].ShouldBe("""{"id":16384}""");
    }

    [Fact]
    public async Task Gzip_that_is_cut_off_anywhere_is_told()
    {
        byte[] members = [.. Gzip("id,name\n1,a\n"), .. Gzip("2,b\n3,c\n")];
        var second = Gzip("id,name\n1,a\n").Length;
        for (var length = 2; length < members.Length; length++)
        {
            folder.Write("a.csv.gz", members[..length]);
            // What ends with a member is whole, whatever was meant to follow it.
            if (length == second)
                (await ReadAsync("""{"path":"a.csv.gz"}""")).Count.ShouldBe(1);
            else if (length != second + 1)
                (await Should.ThrowAsync<ConnectorException>(() => ReadAsync("""{"path":"a.csv.gz"}"""), $"{length} bytes")).Code.ShouldBe("file_damaged");
        }

        folder.Write("a.csv.gz", members);
        (await ReadAsync("""{"path":"a.csv.gz"}""")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Only_zeros_may_follow_what_is_compressed()
    {
        folder.Write("a.csv", [.. Gzip("id\n1\n"), .. new byte[20_000]]);
        (await ReadAsync("""{"path":"a.csv"}""")).ShouldBe(["""{"id":1}"""]);
        folder.Write("a.csv", [.. Gzip("id\n1\n"), .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("2\n", 10_000)))]);
        var error = await Should.ThrowAsync<ConnectorException>(() => ReadAsync("""{"path":"a.csv"}"""));
        error.Code.ShouldBe("file_damaged");
        error.Message.ShouldContain("followed by something else");
    }

    [Theory]
    [InlineData("utf-8", "id,\"name,b\n1,x,y\n", "unclosed_quote", "csv.quote")]
    [InlineData("iso-8859-1", "id,größe\n1,x\n", "invalid_encoding", "csv.encoding")]
    public async Task A_header_that_cannot_be_read_ends_the_run_and_names_the_setting(string encoding, string text, string code, string setting)
    {
        folder.Write("a.csv", Encoding.GetEncoding(encoding).GetBytes(text));
        var error = await Should.ThrowAsync<ConnectorException>(() => ReadAsync("""{"path":"a.csv"}"""));
        error.Code.ShouldBe(code);
        error.Message.ShouldContain("a.csv");
        error.Hint!.ShouldContain(setting);
    }

    [Fact]
    public async Task A_header_is_read_however_long_it_is()
    {
        var names = Enumerable.Range(0, 9_000).Select(i => $"a_rather_long_name_of_a_field_{i}").ToList();
        folder.Write("a.csv", string.Join(',', names) + "\n" + string.Join(',', names.Select((_, i) => i)) + "\n");
        var record = (await ReadAsync("""{"path":"a.csv"}""")).Single();
        record.ShouldContain("\"a_rather_long_name_of_a_field_8999\":8999}");
    }

    [Fact]
    public async Task A_first_record_may_be_as_long_as_any_and_no_longer()
    {
        folder.Write("a.csv", $"1,\"{new string('y', 3_000_000)}\",x\n2,z,w\n");
        (await ReadAsync("""{"path":"a.csv","csv":{"header":false}}"""))[1].ShouldBe("""{"column_1":2,"column_2":"z","column_3":"w"}""");
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync("""{"path":"a.csv","csv":{"header":false},"limits":{"max_record_bytes":1024}}"""))).Code.ShouldBe("record_too_large");
    }

    [Fact]
    public async Task A_header_that_is_repeated_is_no_record_and_leaves_the_types_alone()
    {
        folder.Write("a.csv", "id,name\n1,x\nid,name\n2,y\n");
        const string Config = """{"path":"a.csv"}""";
        var plan = await PlanAsync(Config);
        plan.Partitions.Sum(partition => partition.Records)!.Value.ShouldBe(3);
        var (records, rejected) = await Reading.DrainAsync(source.ReadAsync(Parse(Config), new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), default));
        records.ShouldBe(["""{"id":1,"name":"x"}""", """{"id":2,"name":"y"}"""]);
        rejected.Single().Errors.Single().ShouldSatisfyAllConditions(error => error.Code.ShouldBe("repeated_header"), error => error.Message.ShouldStartWith("Line 3, column 1:"));
    }

    [Fact]
    public async Task A_delimiter_is_found_once_and_kept_in_the_plan()
    {
        folder.Write("a.csv", "id;price\n1;2,5\n2;3,5\n");
        var plan = await PlanAsync("""{"path":"a.csv"}""", new PlanRequest("r", null, SegmentBytes: 4));
        plan.Partitions.Count.ShouldBe(2);
        (await ReadAsync("""{"path":"a.csv"}""", plan)).ShouldBe(["""{"id":1,"price":"2,5"}""", """{"id":2,"price":"3,5"}"""]);
    }

    [Theory]
    [InlineData("a.json", """[{"id":1},{"id":2}]""", "{}")]
    [InlineData("a.json", "{\"id\":1}\n{\"id\":2}\n", "{}")]
    [InlineData("a.ndjson", "{\"id\":1}\n{\"id\":2}", "{}")]
    [InlineData("a.dat", """ {"x":{"y":[{"id":1},{"id":2}]}} """, """{"data_path":"x.y"}""")]
    public async Task Json_in_all_its_forms(string name, string text, string json)
    {
        folder.Write(name, text);
        (await ReadAsync($$$"""{"path":"{{{name}}}","json":{{{json}}}}""")).ShouldBe(["""{"id":1}""", """{"id":2}"""]);
    }

    [Theory]
    [InlineData("a.xml", "utf-8", "<?xml version='1.0' encoding='utf-16'?>")]
    [InlineData("a.xml", "iso-8859-1", "<?xml version='1.0' encoding='ISO-8859-1'?>")]
    [InlineData("a.xml", "utf-16", "")]
    [InlineData("a.dat", "utf-8", "")]
    public async Task Xml_says_its_own_encoding(string name, string encoding, string declaration)
    {
        folder.Write(name, Encoding.GetEncoding(encoding).GetBytes($"{declaration}<r><o><id>1</id><n>Zürich</n></o><o><id>2</id></o></r>"));
        (await ReadAsync($$"""{"path":"{{name}}"}""")).ShouldBe(["""{"id":1,"n":"Z\u00FCrich"}""", """{"id":2}"""]);
    }

    [Fact]
    public async Task Several_files_are_joined_in_order_by_field_name()
    {
        folder.Write("in/b.csv", "name,id\nx,2.5\n");
        folder.Write("in/a.csv", "id\n1\n");
        folder.Write("in/.hidden.csv", "id\n9\n");
        foreach (var path in new[] { "in", "in/*.csv", "**/?.csv" })
            (await ReadAsync($$"""{"path":"{{path}}","file_format":"csv"}""")).ShouldBe(["""{"id":1}""", """{"id":2.5,"name":"x"}"""]);
    }

    [Theory]
    [InlineData("in", "b.csv: Line 3, column 1: The record has 1 field")]
    [InlineData("in/*.csv", "b.csv: Line 3, column 1: The record has 1 field")]
    [InlineData("in/b.csv", "Line 3, column 1: The record has 1 field")]
    public async Task Of_several_files_a_rejected_record_names_its_own(string path, string message)
    {
        folder.Write("in/a.csv", "id,n\n1,x\n");
        folder.Write("in/b.csv", "id,n\n1,x\n2\n");
        var config = Parse($$"""{"path":"{{path}}"}""");
        var plan = await source.PlanAsync(config, new PlanRequest("r", null), default);
        var (_, rejected) = await Reading.DrainAsync(source.ReadAsync(config, new ReadRequest(plan.Partitions[^1], plan.Schema, null, 0), default));
        rejected.Single().Errors.Single().Message.ShouldStartWith(message);
    }

    [Theory]
    [InlineData("b.json", "[{\"a\":1}, x]")]
    [InlineData("b.xml", "<r><x><a>1</a></x>")]
    [InlineData("b.xlsx", "PK no archive")]
    public async Task An_error_of_a_file_names_it(string name, string content)
    {
        folder.Write("in/a.csv", "a\n1\n");
        folder.Write("in/" + name, content);
        var error = await Should.ThrowAsync<ConnectorException>(() => ReadAsync("""{"path":"in"}"""));
        error.Message.ShouldContain(name);
    }

    [Fact]
    public async Task A_declared_schema_overrides_and_names_columns_without_header()
    {
        folder.Write("a.csv", "007,2025-01-15,x\n");
        var declared = new Schema(new Field("n", DataType.Int64), new Field("day", DataType.Date));
        var config = """{"path":"a.csv","csv":{"header":false}}""";
        var plan = await PlanAsync(config, new PlanRequest("r", declared));
        (await ReadAsync(config, plan)).ShouldBe(["""{"n":7,"day":"2025-01-15","column_3":"x"}"""]);
    }

    [Fact]
    public async Task A_file_changed_since_the_plan_is_refused()
    {
        folder.Write("a.csv", "id\n1\n");
        var plan = await PlanAsync("""{"path":"a.csv"}""");
        folder.Write("a.csv", "id\n1\n2\n");
        (await Should.ThrowAsync<ConnectorException>(() => ReadAsync("""{"path":"a.csv"}""", plan))).Code.ShouldBe("source_changed");
    }

    [Fact]
    public async Task Only_allowed_roots_are_opened_also_through_links()
    {
        using var outside = new TemporaryFolder();
        var secret = outside.Write("secret.csv", "id\n1\n");
        File.CreateSymbolicLink(folder["link.csv"], secret);
        File.CreateSymbolicLink(folder["dir"], outside.Path);
        foreach (var path in new[] { secret, "../" + Path.GetFileName(outside.Path) + "/secret.csv", "link.csv", "dir/secret.csv", "dir/*.csv", "*.csv" })
            (await Should.ThrowAsync<ConnectorException>(() => PlanAsync($$"""{"path":"{{path}}"}"""))).Code.ShouldBe("path_not_allowed", path);
        var open = FileConnector.Create(new OpenFileRoots(folder.Path)).Source!;
        (await open.PlanAsync(Parse("""{"path":"link.csv"}"""), new PlanRequest("r", null), default)).Partitions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Checks_name_what_is_wrong()
    {
        folder.Write("bad.json", "{");
        folder.Write("ok.csv", "a,b\n1,2\n");
        (await ChecksAsync("""{"path":"none.csv"}""")).ShouldBe([("path", true), ("read", false)]);
        (await ChecksAsync("""{"path":"*.parquet"}""")).ShouldBe([("path", false)]);
        (await ChecksAsync("""{"path":"bad.json"}""")).ShouldBe([("path", true), ("read", false)]);
        (await ChecksAsync("""{"path":"ok.csv"}""")).ShouldBe([("path", true), ("read", true)]);
    }

    [Fact]
    public async Task Discover_gives_fields_and_types()
    {
        folder.Write("ok.csv", "a,b\n1,x\n");
        var stream = (await source.DiscoverAsync(Parse("""{"path":"ok.csv"}"""), default)).Single();
        stream.Schema.ShouldBe(new Schema(new Field("a", DataType.Int64), new Field("b", DataType.String)));
        stream.CursorCandidates.ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("""{"path":"a.csv","delimiter":";"}""", "$.delimiter")]
    [InlineData("""{"path":"a.csv","csv":{"delimiter":"ab"}}""", "$.csv.delimiter")]
    [InlineData("""{"path":"a.csv","csv":{"encoding":"klingon"}}""", "$.csv.encoding")]
    [InlineData("""{"path":"a.csv","file_format":"parquet"}""", "$.file_format")]
    [InlineData("""{}""", "$.path")]
    public void Settings_are_validated(string config, string path)
    {
        var problems = new Problems();
        source.Validate(Parse(config), "$", problems);
        problems.Single().Path.ShouldBe(path);
    }

    private static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }

    private static JsonElement Parse(string config)
    {
        using var document = JsonDocument.Parse(config);
        return document.RootElement.Clone();
    }

    private Task<SourcePlan> PlanAsync(string config, PlanRequest? request = null) => source.PlanAsync(Parse(config), request ?? new PlanRequest("r", null), default);

    private async Task<List<(string Name, bool Ok)>> ChecksAsync(string config)
    {
        var checks = new List<(string Name, bool Ok)>();
        await foreach (var check in source.CheckAsync(Parse(config), default))
            checks.Add((check.Name, check.Ok));
        return checks;
    }

    private async Task<List<string>> ReadAsync(string config, SourcePlan? plan = null, string? position = null)
    {
        plan ??= await PlanAsync(config);
        var records = new List<string>();
        foreach (var partition in plan.Partitions)
        {
            var (read, rejected) = await Reading.DrainAsync(source.ReadAsync(Parse(config), new ReadRequest(partition, plan.Schema, position, 0), default));
            rejected.ShouldBeEmpty();
            records.AddRange(read);
        }

        return records;
    }
}
