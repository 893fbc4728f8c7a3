using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

/// <summary>What the server refuses is found down to the record; everything else is loaded.</summary>
public sealed class RefusedRecordsTests(PostgresFixture postgres) : PostgreSqlTest(postgres)
{
    private const string Trigger =
        """
        CREATE TABLE t (id int8, v text);
        CREATE FUNCTION no_bad() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.v = 'bad' THEN RAISE EXCEPTION 'no % here', NEW.v; END IF; RETURN NEW; END $$;
        CREATE TRIGGER no_bad BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION no_bad()
        """;

    private const string DeferredTrigger =
        """
        CREATE TABLE t (id int8, v text);
        CREATE FUNCTION no_bad() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.v = 'bad' THEN RAISE EXCEPTION 'no % here', NEW.v; END IF; RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER no_bad AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_bad()
        """;

    private static readonly Schema Pairs = new(new Field("id", DataType.Int64), new Field("v", DataType.String));

    [Theory]
    [InlineData("CREATE TABLE t (id int8, v text NOT NULL)", null, "not_null_violation", "v", "postgresql")]
    [InlineData("CREATE TABLE t (id int8, v text CONSTRAINT v_good CHECK (v <> 'bad'))", "bad", "check_violation", "v", "v_good")]
    [InlineData("CREATE TABLE t (id int8, v text CONSTRAINT v_key UNIQUE); INSERT INTO t VALUES (0, 'bad')", "bad", "unique_violation", "v", "v_key")]
    [InlineData("CREATE TABLE p (v text PRIMARY KEY); INSERT INTO p SELECT 'v' || i FROM generate_series(0, 9999) i; CREATE TABLE t (id int8, v text CONSTRAINT v_known REFERENCES p)", "bad", "foreign_key_violation", "v", "v_known")]
    [InlineData("CREATE TABLE p (v text PRIMARY KEY); INSERT INTO p SELECT 'v' || i FROM generate_series(0, 9999) i; CREATE TABLE t (id int8, v text CONSTRAINT v_known REFERENCES p DEFERRABLE INITIALLY DEFERRED)", "bad", "foreign_key_violation", "v", "v_known")]
    [InlineData("CREATE TABLE t (id int8, v text CONSTRAINT v_key UNIQUE DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (0, 'bad')", "bad", "unique_violation", "v", "v_key")]
    [InlineData(DeferredTrigger, "bad", "refused_by_trigger", null, "postgresql")]
    [InlineData("CREATE TABLE t (id int8, v varchar(6))", "far too long", "value_too_long", "v", "postgresql")]
    [InlineData(Trigger, "bad", "refused_by_trigger", null, "postgresql")]
    public async Task Records_that_the_server_refuses_are_found_and_the_rest_is_loaded(string table, string? bad, string code, string? field, string rule)
    {
        await ScalarAsync(table);
        await ScalarAsync("DELETE FROM t WHERE v IS DISTINCT FROM 'bad'");
        int[] wrong = [0, 1, 777, 1500, 2999];
        var refused = await WriteAsync(Config(("table", "t")), Pairs, Batches(3000, i => wrong.Contains(i) ? bad : $"v{i}"));

        refused.Select(record => record.Ordinal).Order().ShouldBe(wrong.Select(i => (long)i));
        foreach (var record in refused)
        {
            var error = record.Errors.ShouldHaveSingleItem();
            (error.Step, error.Code, error.Rule).ShouldBe(("destination", code, rule));
            if (field is not null)
                error.Field.ShouldBe(field);
            JsonSerializer.Deserialize<JsonObject>(record.Record.Span)!["id"]!.GetValue<long>().ShouldBe(record.Ordinal);
        }

        (await ScalarAsync("SELECT count(*) FROM t WHERE v LIKE 'v%'")).ShouldBe(2995L);
        (await ScalarAsync("SELECT records FROM _dataaggregator_ledger")).ShouldBe(2995L);
    }

    [Theory]
    [InlineData("upsert")]
    [InlineData("append_dedup")]
    public async Task A_merge_is_cut_down_to_the_record_too_and_the_last_or_first_of_a_key_wins(string mode)
    {
        await ScalarAsync("CREATE TABLE t (id int8 PRIMARY KEY, v text CHECK (v <> 'bad'))");
        var rows = Enumerable.Range(0, 2000).Select(i => new object?[] { (long)(i % 1000), i is 5 or 1005 or 1300 ? "bad" : $"v{i}" }).ToArray();

        var refused = await WriteAsync(Config(("table", "t"), ("write_mode", mode), ("primary_key", new JsonArray("id"))), Pairs, Rows.Batch(Pairs, rows));

        var conflictsAreSkipped = mode == "append_dedup";
        refused.Select(record => record.Ordinal).Order().ShouldBe([5, 1005, 1300]);
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(999L);
        (await ScalarAsync("SELECT v FROM t WHERE id = 7")).ShouldBe(conflictsAreSkipped ? "v7" : "v1007");
        (await ScalarAsync("SELECT v FROM t WHERE id = 300")).ShouldBe("v300");
    }

    [Fact]
    public async Task Records_that_refer_to_later_ones_of_their_batch_are_taken_where_the_constraint_waits()
    {
        await ScalarAsync("CREATE TABLE t (id int8 PRIMARY KEY, parent int8 REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        var schema = new Schema(new Field("id", DataType.Int64), new Field("parent", DataType.Int64));

        var refused = await WriteAsync(Config(("table", "t")), schema, Rows.Batch(schema, [1L, 2L], [2L, 3L], [3L, null]));

        refused.ShouldBeEmpty();
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(3L);
    }

    [Theory]
    [InlineData("append")]
    [InlineData("upsert")]
    public async Task Records_may_refer_to_later_ones_of_their_segment_and_only_what_leads_nowhere_is_refused(string mode)
    {
        // Several COPY of 8 MB, or merges of 1,000 records: the first record refers to the last.
        await ScalarAsync("CREATE TABLE t (id int8 PRIMARY KEY, parent int8 CONSTRAINT known REFERENCES t DEFERRABLE INITIALLY DEFERRED, filling text)");
        var schema = new Schema(new Field("id", DataType.Int64), new Field("parent", DataType.Int64), new Field("filling", DataType.String));
        var filling = new string('x', mode == "append" ? 10_000 : 10);
        var config = Config(("table", "t"), ("write_mode", mode), ("batch_size", 1000), ("primary_key", new JsonArray("id")));

        var refused = await WriteAsync(config, schema, Parts(0));
        var again = await WriteSegmentAsync(config, schema, 1, Parts(3000, 9999L));

        refused.ShouldBeEmpty();
        (await ScalarAsync("SELECT count(*) FROM t WHERE id <= 3000")).ShouldBe(3000L);
        var error = again.ShouldHaveSingleItem();
        (error.Errors[0].Code, error.Errors[0].Field, JsonSerializer.Deserialize<JsonObject>(error.Record.Span)!["id"]!.GetValue<long>()).ShouldBe(("foreign_key_violation", "parent", 6000L));
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(5999L);

        RecordBatch[] Parts(long first, long? wrong = null) =>
        [
            .. Enumerable.Range(0, 6).Select(part => Rows.Batch(
                schema, [.. Enumerable.Range(0, 500).Select(i => new object?[] { first + 1 + (part * 500) + i, (part, i) is (5, 499) ? wrong : (part, i, wrong) is (0, 0, null) ? first + 3000 : null, filling })])),
        ];
    }

    [Fact]
    public async Task A_text_that_is_no_value_of_the_column_is_told_in_the_record_alone()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v date)");

        var refused = await WriteAsync(Config(("table", "t")), Pairs, Rows.Batch(Pairs, [1L, "2025-01-15"], [2L, "private"], [3L, "2025-01-16"]));

        refused.ShouldHaveSingleItem().Errors[0].Code.ShouldBe("invalid_value");
        (await QueryAsync("SELECT id FROM t ORDER BY id")).ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task A_number_beyond_its_column_is_refused()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v numeric(4,1))");
        var schema = new Schema(new Field("id", DataType.Int64), new Field("v", DataType.Int64));

        var refused = await WriteAsync(Config(("table", "t")), schema, Rows.Batch(schema, [1L, 999L], [2L, 1000L], [3L, 5L]));

        refused.ShouldHaveSingleItem().Errors[0].Code.ShouldBe("number_out_of_range");
        (await QueryAsync("SELECT id FROM t ORDER BY id")).ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task Every_second_record_refused_takes_a_bounded_number_of_statements()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v text CHECK (v <> 'bad')); CREATE TABLE tries (n int8); INSERT INTO tries VALUES (0)");
        await ScalarAsync(
            """
            CREATE FUNCTION count_try() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('sent'); RETURN NEW; END $$;
            CREATE SEQUENCE sent; CREATE TRIGGER tried BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION count_try()
            """);

        var refused = await WriteAsync(Config(("table", "t")), Pairs, Batches(2048, i => i % 2 == 1 ? "bad" : "good"));

        refused.Count.ShouldBe(1024);
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(1024L);
        // The server looks at no record more often than the logarithm of the batch says, though half of them are bad.
        ((long)(await ScalarAsync("SELECT last_value FROM sent"))!).ShouldBeLessThan(2048 * 12);
    }

    [Fact]
    public async Task A_cause_common_to_all_records_ends_the_run_instead()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v text CONSTRAINT v_never CHECK (v = 'x'))");

        var error = await Should.ThrowAsync<ConnectorException>(() => WriteAsync(Config(("table", "t")), Pairs, Batches(5000, i => $"v{i}")));

        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, "all_records_refused"));
        error.Message.ShouldContain("v_never");
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_required_column_without_a_field_ends_the_run_at_once()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v text, must text NOT NULL)");

        var error = await Should.ThrowAsync<ConnectorException>(() => WriteAsync(Config(("table", "t")), Pairs, Rows.Batch(Pairs, [1L, "a"])));

        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, "required_column_missing"));
        error.Message.ShouldContain("'must'");
    }

    private static RecordBatch[] Batches(int records, Func<int, string?> value) =>
        [.. Enumerable.Range(0, records).Chunk(1000).Select(part => Rows.Batch(Pairs, [.. part.Select(i => new object?[] { (long)i, value(i) })]).Renumber(0, part[0]))];

    private Task<IReadOnlyList<RejectedRecord>> WriteAsync(JsonElement config, Schema schema, params RecordBatch[] batches) => WriteSegmentAsync(config, schema, 0, batches);

    private async Task<IReadOnlyList<RejectedRecord>> WriteSegmentAsync(JsonElement config, Schema schema, int ordinal, RecordBatch[] batches)
    {
        var target = Target(schema);
        await Destination.PrepareAsync(config, target, None);
        IReadOnlyList<RejectedRecord>? refused = null;
        var segment = Segment(target, ordinal, batches) with
        {
            BeforeCommit = (records, _) =>
            {
                refused = records;
                return Task.CompletedTask;
            },
        };
        await Destination.WriteAsync(config, segment, None);
        return refused.ShouldNotBeNull();
    }
}
