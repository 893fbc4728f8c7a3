using System.Text;
using System.Text.Json;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Json;
using DataAggregator.Tests.Fast.Formats;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.Files;

/// <summary>Each record of a file says which run and segment brought it, where the destination is told to.</summary>
public sealed class FileLineageColumnsTests : IDisposable
{
    private static readonly Schema TwoFields = new(new Field("id", DataType.Int64), new Field("name", DataType.String));
    private readonly TemporaryFolder folder = new();
    private readonly IDestination destination;
    private IReadOnlyList<RejectedRecord> refused = [];

    public FileLineageColumnsTests() => destination = FileConnector.Create(new AllowedFileRoots(folder.Path)).Destination!;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("out.csv", "append", "", "id,name,_run_id,_segment\n1,a,run,2/0\n2,,run,2/0\n3,c,run,2/1\n")]
    [InlineData("out.csv", "append", "_segment,id,_run_id,name\n0/0,0,earlier,z\n", "_segment,id,_run_id,name\n0/0,0,earlier,z\n2/0,1,run,a\n2/0,2,run,\n2/1,3,run,c\n")]
    [InlineData("out.csv", "replace", "id\n0\n", "id,name,_run_id,_segment\n1,a,run,2/0\n2,,run,2/0\n3,c,run,2/1\n")]
    [InlineData("out.ndjson", "append", "{\"id\":0}\n", "{\"id\":0}\n{\"id\":1,\"name\":\"a\",\"_run_id\":\"run\",\"_segment\":\"2/0\"}\n{\"id\":2,\"_run_id\":\"run\",\"_segment\":\"2/0\"}\n{\"id\":3,\"name\":\"c\",\"_run_id\":\"run\",\"_segment\":\"2/1\"}\n")]
    public async Task Records_carry_run_and_segment(string name, string mode, string before, string expected)
    {
        folder.Write(name, before);
        var config = Config(name, mode);

        await destination.PrepareAsync(config, Target(), default);
        await WriteAsync(config, 0, """[{"id":1,"name":"a"},{"id":2}]""");
        await WriteAsync(config, 1, """[{"id":3,"name":"c"}]""");
        await destination.CompleteAsync(config, Target(), default);

        File.ReadAllText(folder[name]).ShouldBe(expected);
    }

    [Fact]
    public async Task Only_the_selected_records_of_a_batch_are_written_with_them()
    {
        var config = Config("out.csv", "append");
        using var batch = RecordsJson.Read("""[{"id":1,"name":"a"},{"id":2,"name":"b"},{"id":3,"name":"c"}]"""u8.ToArray());

        await destination.PrepareAsync(config, Target(), default);
        await destination.WriteAsync(config, Segment(0, batch.Select([0, 2])), default);
        await destination.CompleteAsync(config, Target(), default);

        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name,_run_id,_segment\n1,a,run,2/0\n3,c,run,2/0\n");
    }

    [Fact]
    public async Task A_file_without_the_columns_and_a_name_that_is_taken_are_told()
    {
        folder.Write("out.csv", "id,name\n0,z\n");
        var config = Config("out.csv", "append");
        await destination.PrepareAsync(config, Target(), default);
        var own = Target() with { Schema = new Schema(new Field("_run_id", DataType.Int64)) };

        var missing = await Should.ThrowAsync<ConnectorException>(() => WriteAsync(config, 0, """[{"id":1,"name":"a"}]"""));
        var taken = await Should.ThrowAsync<ConnectorException>(() => destination.PrepareAsync(config, own, default));

        (missing.Code, missing.Class).ShouldBe(("column_missing", ErrorClass.Settings));
        missing.Message.ShouldContain("'_run_id'");
        (taken.Code, taken.Class).ShouldBe(("lineage_field_taken", ErrorClass.Settings));
        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name\n0,z\n");
    }

    [Fact]
    public async Task A_refused_record_comes_back_as_it_was_given()
    {
        var config = Config("out.csv", "append");
        await destination.PrepareAsync(config, Target(), default);

        await WriteAsync(config, 0, """[{"id":1,"name":"ä","late":12345678901234567890.10},{"id":2,"name":"b"}]""");

        Encoding.UTF8.GetString(refused.ShouldHaveSingleItem().Record.Span).ShouldBe("""{"id":1,"name":"ä","late":12345678901234567890.10}""");
        await destination.CompleteAsync(config, Target(), default);
        File.ReadAllText(folder["out.csv"]).ShouldBe("id,name,_run_id,_segment\n2,b,run,2/0\n");
    }

    private static JsonElement Config(string path, string mode) => JsonSerializer.SerializeToElement(new { path, write_mode = mode, lineage_columns = true });

    private static WriteTarget Target() => new("run", "pipeline", 0, 1, TwoFields);

    private Task<SegmentResult> WriteAsync(JsonElement config, int ordinal, string records) =>
        destination.WriteAsync(config, Segment(ordinal, RecordsJson.Read(Encoding.UTF8.GetBytes(records))), default);

    private SegmentWrite Segment(int ordinal, RecordBatch batch) => new()
    {
        Id = new SegmentId("run", 2, ordinal),
        Target = Target(),
        Batches = new[] { batch }.ToAsyncEnumerable(),
        BeforeCommit = (records, _) =>
        {
            refused = records;
            return Task.CompletedTask;
        },
    };
}
