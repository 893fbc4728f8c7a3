using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Json;
using DataAggregator.Tests.Fast.Formats;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Files;

public sealed class FileDestinationTests : IDisposable
{
    private static readonly Schema TwoFields = new(new Field("id", DataType.Int64), new Field("name", DataType.String));

    private readonly TemporaryFolder folder = new();
    private readonly IDestination destination;
    private IReadOnlyList<RejectedRecord> refused = [];

    public FileDestinationTests() => destination = FileConnector.Create(new AllowedFileRoots(folder.Path)).Destination!;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("out.csv", "id,name\n1,a\n2,\"b,\"\"c\"\n3,\n4,\"\"\n")]
    [InlineData("out.ndjson", "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b,\\\"c\"}\n{\"id\":3}\n{\"id\":4,\"name\":\"\"}\n")]
    [InlineData("out.json", "[\n{\"id\":1,\"name\":\"a\"},\n{\"id\":2,\"name\":\"b,\\\"c\"},\n{\"id\":3},\n{\"id\":4,\"name\":\"\"}\n]\n")]
    public async Task A_replacement_shows_when_it_is_complete(string name, string expected)
    {
        folder.Write(name, "old");
        var config = Config(name, "replace");
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"a"},{"id":2,"name":"b,\"c"}]""");
        await WriteAsync(config, 1, """[{"id":3},{"id":4,"name":""}]""");
        File.ReadAllText(folder[name]).ShouldBe("old");
        await destination.CompleteAsync(config, Target(), default);
        // Called again after a crash it has no further effect: a mark tells so until the run's result is in the ledger.
        await destination.CompleteAsync(config, Target(), default);
        await destination.ForgetAsync(config, Target(), default);
        File.ReadAllText(folder[name]).ShouldBe(expected);
        Directory.GetFiles(folder.Path).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("out.csv", "name,id\nz,0", "name,id\nz,0\na,1\nb,2\n")]
    [InlineData("out.csv", "", "id,name\n1,a\n2,b\n")]
    [InlineData("out.ndjson", "{\"id\":0}\n", "{\"id\":0}\n{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n")]
    [InlineData("out.json", "[ {\"id\":0} ]\n", "[ {\"id\":0},\n{\"id\":1,\"name\":\"a\"},\n{\"id\":2,\"name\":\"b\"}\n]\n")]
    [InlineData("out.xml", "", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<records xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n<record><id>1</id><name>a</name></record>\n<record><id>2</id><name>b</name></record>\n</records>\n")]
    [InlineData("out.xml", "<records xmlns:xsi='i'>\n<record><id>0</id></record> </records>\n", "<records xmlns:xsi='i'>\n<record><id>0</id></record> <record><id>1</id><name>a</name></record>\n<record><id>2</id><name>b</name></record>\n</records>\n")]
    [InlineData("out.json", "[]", "[\n{\"id\":1,\"name\":\"a\"},\n{\"id\":2,\"name\":\"b\"}\n]\n")]
    public async Task An_addition_goes_on_where_the_file_ends(string name, string before, string expected)
    {
        folder.Write(name, before);
        var config = Config(name, "append");
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""");
        await WriteAsync(config, 1, """[{"id":2,"name":"b"}]""");
        await destination.CompleteAsync(config, Target(), default);
        File.ReadAllText(folder[name]).ShouldBe(expected);
    }

    [Fact]
    public async Task Of_two_that_add_to_one_file_at_a_time_the_second_has_to_wait()
    {
        var config = Config("out.csv", "append");
        var second = Target() with { RunId = "another" };
        await destination.PrepareAsync(config, Target(), default);

        var refused = await Should.ThrowAsync<ConnectorException>(() => destination.PrepareAsync(config, second, default));
        await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""");
        await destination.CompleteAsync(config, Target(), default);
        await destination.PrepareAsync(config, second, default);

        (refused.Code, refused.Class).ShouldBe(("file_in_use", ErrorClass.Transient));
        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name\n1,a\n");
    }

    [Theory]
    [InlineData("append")]
    [InlineData("replace")]
    public async Task A_segment_delivered_again_is_written_once(string mode)
    {
        var config = Config("out.csv", mode);
        await destination.PrepareAsync(config, Target(), default);
        (await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""")).ShouldBe(new SegmentResult(false, 1, 12));
        var again = await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""", beforeCommit: () => throw new InvalidOperationException("not called"));
        again.ShouldBe(new SegmentResult(true, 1, 0));
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 1, """[{"id":2,"name":"b"}]""");
        await destination.CompleteAsync(config, Target(), default);
        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name\n1,a\n2,b\n");
    }

    [Theory]
    [InlineData("append")]
    [InlineData("replace")]
    public async Task What_a_crash_left_behind_is_cut_off(string mode)
    {
        var config = Config("out.csv", mode);
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""");
        // A crash between the data and the progress: bytes beyond what is committed, and half a line of progress.
        var data = mode == "append" ? folder["out.csv"] : Directory.GetFiles(folder.Path, ".out.csv.*.part").Single();
        await File.AppendAllTextAsync(data, "2,b\n3,");
        await File.AppendAllTextAsync(Directory.GetFiles(folder.Path, ".out.csv.*.progress").Single(), "{\"Epoch\":1,\"Len");
        await destination.PrepareAsync(config, Target(epoch: 2), default);
        await WriteAsync(config, 1, """[{"id":2,"name":"b"}]""", epoch: 2);
        await destination.CompleteAsync(config, Target(epoch: 2), default);
        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name\n1,a\n2,b\n");
    }

    [Fact]
    public async Task A_cancelled_segment_leaves_nothing()
    {
        var config = Config("out.csv", "append");
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""");
        await Should.ThrowAsync<OperationCanceledException>(() => WriteAsync(config, 1, """[{"id":2,"name":"b"}]""", beforeCommit: () => throw new OperationCanceledException()));
        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name\n1,a\n");
        await destination.AbandonAsync(config, Target(), default);
        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name\n1,a\n");
        Directory.GetFiles(folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_abandoned_replacement_leaves_the_old_file()
    {
        folder.Write("out.csv", "old");
        var config = Config("out.csv", "replace");
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""");
        await destination.AbandonAsync(config, Target(), default);
        File.ReadAllText(folder["out.csv"]).ShouldBe("old");
        Directory.GetFiles(folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_writer_of_an_older_epoch_is_refused()
    {
        var config = Config("out.csv", "append");
        await destination.PrepareAsync(config, Target(), default);
        await destination.PrepareAsync(config, Target(epoch: 2), default);
        (await Should.ThrowAsync<ConnectorException>(() => WriteAsync(config, 0, """[{"id":1}]"""))).Code.ShouldBe("superseded");
    }

    [Fact]
    public async Task A_run_without_records_makes_a_file_with_its_header()
    {
        var config = Config("sub/out.csv", "replace");
        await destination.PrepareAsync(config, Target(), default);
        await destination.CompleteAsync(config, Target(), default);
        File.ReadAllText(folder["sub/out.csv"]).ShouldBe("id,name\n");
    }

    [Fact]
    public async Task A_field_without_a_column_is_refused_with_the_way_out()
    {
        folder.Write("out.csv", "id\n1\n");
        var config = Config("out.csv", "append");
        await destination.PrepareAsync(config, Target(), default);
        var error = await Should.ThrowAsync<ConnectorException>(() => WriteAsync(config, 0, """[{"id":1,"name":"a"}]"""));
        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, "column_missing"));
        error.Message.ShouldContain("name");
        File.ReadAllText(folder["out.csv"]).ShouldBe("id\n1\n");
    }

    [Fact]
    public async Task A_record_with_a_value_in_a_field_that_came_after_the_header_is_set_aside()
    {
        var config = Config("out.csv", "append");
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""");

        await WriteAsync(config, 1, """[{"id":2,"name":"b","extra":null},{"id":3,"name":"c","extra":"x"},{"id":4,"name":"d"}]""");

        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name\n1,a\n2,b\n4,d\n");
        var record = refused.ShouldHaveSingleItem();
        record.Ordinal.ShouldBe(1);
        Encoding.UTF8.GetString(record.Record.Span).ShouldBe("""{"id":3,"name":"c","extra":"x"}""");
        (record.Errors[0].Field, record.Errors[0].Code).ShouldBe(("extra", "column_missing"));
    }

    [Fact]
    public async Task A_record_with_a_text_that_the_format_cannot_hold_is_set_aside()
    {
        var config = Config("out.xml", "append");
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"\u0001"},{"id":2,"name":"b"},{"id":3,"name":"\u0002"},{"id":4,"name":"d"}]""");
        await destination.CompleteAsync(config, Target(), default);

        refused.Select(record => record.Ordinal).ShouldBe([0, 2]);
        XDocument.Load(folder["out.xml"]).Root!.Elements().Select(element => element.Element("id")!.Value).ShouldBe(["2", "4"]);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson.gz")]
    [InlineData("json")]
    [InlineData("csv.gz")]
    [InlineData("xml")]
    [InlineData("xml.gz")]
    public async Task What_is_written_reads_back_the_same(string ending)
    {
        var text = """[{"i":-9223372036854775808,"d":0.1234567890123456789012345678901234567,"s":"Zürich 🦊 \"q\", x\ny","b":true,"e":"","n":"x"},{"i":7,"d":-1.50,"s":" ","b":false,"e":"","n":null}]""";
        var config = Config($"out.{ending}", "append");
        using var written = RecordsJson.Read(Encoding.UTF8.GetBytes(text));
        var target = Target() with { Schema = written.Schema };
        await destination.PrepareAsync(config, target, default);
        await WriteAsync(config, 0, text, schema: written.Schema);
        await WriteAsync(config, 1, text, schema: written.Schema);
        await destination.CompleteAsync(config, target, default);
        var source = FileConnector.Create(new AllowedFileRoots(folder.Path)).Source!;
        var sourceConfig = JsonSerializer.SerializeToElement(new { path = $"out.{ending}" });
        var plan = await source.PlanAsync(sourceConfig, new PlanRequest("r", null), default);
        plan.Schema.ShouldBe(written.Schema);
        var (records, rejected) = await Reading.DrainAsync(source.ReadAsync(sourceConfig, new ReadRequest(plan.Partitions.Single(), plan.Schema, null, 0), default));
        rejected.ShouldBeEmpty();
        records.ShouldBe(Reading.Lines(written).Concat(Reading.Lines(written)));
    }

    [Fact]
    public async Task A_workbook_is_made_when_its_rows_are_there()
    {
        var config = Config("out.xlsx", "replace");
        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"a"}]""");
        await WriteAsync(config, 1, """[{"id":2,"name":""},{"id":3}]""");
        File.Exists(folder["out.xlsx"]).ShouldBeFalse();
        await destination.CompleteAsync(config, Target(), default);
        // Called again after a crash it has no further effect: a mark tells so until the run's result is in the ledger.
        await destination.CompleteAsync(config, Target(), default);
        await destination.ForgetAsync(config, Target(), default);
        Directory.GetFiles(folder.Path).Length.ShouldBe(1);
        var source = FileConnector.Create(new AllowedFileRoots(folder.Path)).Source!;
        var sourceConfig = JsonSerializer.SerializeToElement(new { path = "out.xlsx" });
        var plan = await source.PlanAsync(sourceConfig, new PlanRequest("r", null), default);
        plan.Schema.ShouldBe(TwoFields);
        var (records, rejected) = await Reading.DrainAsync(source.ReadAsync(sourceConfig, new ReadRequest(plan.Partitions.Single(), plan.Schema, null, 0), default));
        rejected.ShouldBeEmpty();
        records.ShouldBe(["""{"id":1,"name":"a"}""", """{"id":2,"name":""}""", """{"id":3,"name":null}"""]);
    }

    [Theory]
    [InlineData("""{"path":"out/"}""", "$.path")]
    [InlineData("""{"path":"*.csv"}""", "$.path")]
    [InlineData("""{"path":"out.bin"}""", "$.file_format")]
    [InlineData("""{"path":"out.xlsx"}""", "$.write_mode")]
    [InlineData("""{"path":"out.xls","write_mode":"replace"}""", "$.path")]
    [InlineData("""{"path":"out.xlsx","write_mode":"replace","compression":"gzip"}""", "$.compression")]
    [InlineData("""{"path":"out.xlsx","write_mode":"replace","excel":{"sheet":"a/b"}}""", "$.excel.sheet")]
    [InlineData("""{"path":"out.xml","xml":{"root_element":"a b"}}""", "$.xml.root_element")]
    [InlineData("""{"path":"out.csv","csv":{"encoding":"latin1"}}""", "$.csv.encoding")]
    public void Settings_are_validated(string config, string path)
    {
        var problems = new Problems();
        destination.Validate(JsonSerializer.Deserialize<JsonElement>(config), "$", problems);
        problems.ShouldContain(problem => problem.Path == path);
    }

    [Fact]
    public async Task A_dialect_of_any_delimiter_reads_back()
    {
        var config = JsonSerializer.SerializeToElement(new { path = "out.csv", write_mode = "replace", csv = new { delimiter = "-", quote = "'", null_values = new[] { "none" } } });
        const string text = """[{"i":-1,"d":-9223372036854775808.5,"s":"it's"},{"i":2,"d":0.05,"s":"none"}]""";
        using var written = RecordsJson.Read(Encoding.UTF8.GetBytes(text));
        await destination.PrepareAsync(config, Target() with { Schema = written.Schema }, default);
        await WriteAsync(config, 0, text, schema: written.Schema);
        await destination.CompleteAsync(config, Target(), default);
        File.ReadAllText(folder["out.csv"]).ShouldBe("i-d-s\n'-1'-'-9223372036854775808.5'-'it''s'\n2-0.05-'none'\n");
    }

    [Fact]
    public void It_is_exactly_once_in_order()
    {
        destination.Traits(Config("out.csv", "append")).ShouldBe(new DestinationTraits(DeliveryGuarantee.ExactlyOnce, Ordered: true, MaxWriters: 1) { RepeatsRecords = true });
    }

    private static JsonElement Config(string path, string mode) => JsonSerializer.SerializeToElement(new { path, write_mode = mode });

    private static WriteTarget Target(int epoch = 1) => new("run", "pipeline", 0, epoch, TwoFields);

    private Task<SegmentResult> WriteAsync(JsonElement config, int ordinal, string records, Action? beforeCommit = null, int epoch = 1, Schema? schema = null) =>
        destination.WriteAsync(config, new SegmentWrite
        {
            Id = new SegmentId("run", 0, ordinal),
            Target = Target(epoch) with { Schema = schema ?? TwoFields },
            Batches = new[] { RecordsJson.Read(Encoding.UTF8.GetBytes(records)) }.ToAsyncEnumerable(),
            BeforeCommit = (records, _) =>
            {
                refused = records;
                beforeCommit?.Invoke();
                return Task.CompletedTask;
            },
        }, default);
}
