using System.Text;
using System.Text.Json.Nodes;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

/// <summary>Each record says which run and segment brought it, where the destination is told to.</summary>
public sealed class LineageColumnsTests(PostgresFixture postgres) : PostgreSqlTest(postgres)
{
    private static readonly Schema Pairs = new(new Field("id", DataType.Int64), new Field("v", DataType.String));

    [Theory]
    [InlineData("append", null)]
    [InlineData("append", "CREATE TABLE t (id int8, v text)")]
    [InlineData("append", "CREATE TABLE t (id int8, v text, _run_id varchar(40) NOT NULL, _segment text)")]
    [InlineData("replace", "CREATE TABLE t (id int8, v text); INSERT INTO t VALUES (0, 'old')")]
    public async Task Records_carry_run_and_segment(string mode, string? table)
    {
        if (table is not null)
            await ScalarAsync(table);

        await DeliverAsync(Config(("table", "t"), ("write_mode", mode), ("lineage_columns", true)), Target(Pairs), Rows.Batch(Pairs, [1, "a"], [2, "b"]), Rows.Batch(Pairs, [3, "c"]));

        (await QueryAsync("SELECT * FROM t ORDER BY id")).ShouldBe(["1|a|run-1|0/0", "2|b|run-1|0/0", "3|c|run-1|0/1"]);
    }

    [Theory]
    [InlineData("upsert", "1|new|run-2|0/0")]
    [InlineData("append_dedup", "1|old|run-1|0/0")]
    public async Task A_merged_record_names_the_run_whose_values_it_has(string mode, string expected)
    {
        var config = Config(("table", "t"), ("write_mode", mode), ("primary_key", new JsonArray("id")), ("lineage_columns", true));

        await DeliverAsync(config, Target(Pairs), Rows.Batch(Pairs, [1, "old"], [2, "b"]));
        await DeliverAsync(config, Target(Pairs, "run-2"), Rows.Batch(Pairs, [1, "new"], [3, "c"]));

        (await QueryAsync("SELECT * FROM t ORDER BY id")).ShouldBe([expected, "2|b|run-1|0/0", "3|c|run-2|0/0"]);
    }

    [Fact]
    public async Task A_write_plan_shows_the_columns()
    {
        var config = Config(("table", "t"), ("lineage_columns", true));

        var made = await Destination.DescribeWriteAsync(config, Target(Pairs), None);
        await ScalarAsync("CREATE TABLE t (id int8, v text)");
        var added = await Destination.DescribeWriteAsync(config, Target(Pairs), None);

        made.Statements.ShouldContain(statement => statement.StartsWith("CREATE TABLE", StringComparison.Ordinal) && statement.Contains("_run_id") && statement.Contains("_segment"));
        added.Statements.ShouldContain(statement => statement.StartsWith("ALTER TABLE", StringComparison.Ordinal) && statement.Contains("_run_id") && statement.Contains("_segment"));
    }

    [Fact]
    public async Task A_table_that_may_not_be_changed_and_a_name_that_is_taken_are_told()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v text)");
        var own = new Schema(new Field("id", DataType.Int64), new Field("_segment", DataType.String));

        var missing = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(Config(("table", "t"), ("create_table", false), ("lineage_columns", true)), Target(Pairs), None));
        var taken = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(Config(("table", "t"), ("lineage_columns", true)), Target(own), None));

        (missing.Code, missing.Class).ShouldBe(("column_missing", ErrorClass.Settings));
        missing.Message.ShouldContain("_run_id");
        (taken.Code, taken.Class).ShouldBe(("lineage_field_taken", ErrorClass.Settings));
        taken.Message.ShouldContain("'_segment'");
    }

    [Fact]
    public async Task A_refused_record_comes_back_without_them()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v text NOT NULL)");
        var config = Config(("table", "t"), ("lineage_columns", true));
        IReadOnlyList<RejectedRecord> refused = [];
        await Destination.PrepareAsync(config, Target(Pairs), None);

        await Destination.WriteAsync(
            config,
            Segment(Target(Pairs), 0, Rows.Batch(Pairs, [1, "a"], [2, null], [3, "c"])) with
            {
                BeforeCommit = (records, _) =>
                {
                    refused = records;
                    return Task.CompletedTask;
                },
            },
            None);

        Encoding.UTF8.GetString(refused.ShouldHaveSingleItem().Record.Span).ShouldBe("""{"id":2,"v":null}""");
        (await QueryAsync("SELECT * FROM t ORDER BY id")).ShouldBe(["1|a|run-1|0/0", "3|c|run-1|0/0"]);
    }
}
