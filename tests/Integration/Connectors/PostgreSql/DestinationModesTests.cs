using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

public sealed class DestinationModesTests(PostgresFixture postgres) : PostgreSqlTest(postgres)
{
    private static readonly Schema Pairs = new(new Field("id", DataType.Int64), new Field("v", DataType.String));

    [Fact]
    public async Task Upsert_creates_the_key_updates_and_adds_and_the_last_of_a_key_wins()
    {
        var config = Config(("table", "t"), ("write_mode", "upsert"), ("primary_key", new JsonArray("id")));

        await DeliverAsync(config, Target(Pairs), Rows.Batch(Pairs, [1, "a"], [2, "b"], [1, "c"]));
        await DeliverAsync(config, Target(Pairs, "run-2"), Rows.Batch(Pairs, [2, "d"], [3, "e"], [2, null]));

        (await QueryAsync("SELECT * FROM t ORDER BY id")).ShouldBe(["1|c", "2|~", "3|e"]);
        Destination.Traits(config).Ordered.ShouldBeTrue();
    }

    [Fact]
    public async Task Append_dedup_keeps_the_first_of_a_key()
    {
        var config = Config(("table", "t"), ("write_mode", "append_dedup"), ("primary_key", new JsonArray("id")), ("batch_size", 1));

        await DeliverAsync(config, Target(Pairs), Rows.Batch(Pairs, [1, "a"], [1, "b"]), Rows.Batch(Pairs, [1, "c"], [2, "d"]));

        (await QueryAsync("SELECT * FROM t ORDER BY id")).ShouldBe(["1|a", "2|d"]);
    }

    [Fact]
    public async Task Upsert_into_a_table_without_that_key_says_so()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v text)");
        var config = Config(("table", "t"), ("write_mode", "upsert"), ("primary_key", new JsonArray("id")));

        var error = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(config, Target(Pairs), None));

        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, "key_missing"));
        error.Message.ShouldContain("(id)");
    }

    [Fact]
    public void Upsert_without_a_key_and_unknown_settings_are_problems_with_their_path()
    {
        var problems = new Problems();
        Destination.Validate(Config(("table", "t"), ("write_mode", "upsert")), "$.destination.config", problems);
        Destination.Validate(Config(("tabel", "t")), "$.destination.config", problems);
        Destination.Validate(Config(("ssl_mode", "verify-full"), ("write_mode", "APPEND-DEDUP")), "$.destination.config", problems);

        problems.Select(problem => problem.Path).ShouldBe(["$.destination.config.primary_key", "$.destination.config.tabel"]);
    }

    [Fact]
    public async Task Replace_shows_the_old_records_until_it_is_complete()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v text); INSERT INTO t VALUES (0, 'old')");
        var (config, target) = (Config(("table", "t"), ("write_mode", "replace")), Target(Pairs));

        await Destination.PrepareAsync(config, target, None);
        await Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(Pairs, [1, "new"])), None);
        await Destination.PrepareAsync(config, target with { Epoch = 2 }, None);
        await Destination.WriteAsync(config, Segment(target with { Epoch = 2 }, 1, Rows.Batch(Pairs, [2, "new"])), None);
        (await QueryAsync("SELECT * FROM t")).ShouldBe(["0|old"]);
        await Destination.CompleteAsync(config, target with { Epoch = 2 }, None);
        await Destination.CompleteAsync(config, target with { Epoch = 2 }, None);

        (await QueryAsync("SELECT * FROM t ORDER BY id")).ShouldBe(["1|new", "2|new"]);
        (await TablesAsync()).ShouldBe(["_dataaggregator_ledger", "_dataaggregator_runs", "t"]);
    }

    [Fact]
    public async Task Replace_keeps_indexes_keys_defaults_identity_comments_and_grants()
    {
        await ScalarAsync(
            $"""
            CREATE ROLE {Role};
            CREATE TABLE t (id int8 GENERATED ALWAYS AS IDENTITY CONSTRAINT t_key PRIMARY KEY, v text NOT NULL DEFAULT 'x', twice text GENERATED ALWAYS AS (v || v) STORED, CONSTRAINT v_short CHECK (length(v) < 10));
            CREATE INDEX by_v ON t (v); CREATE INDEX by_v_again ON t (v); CREATE UNIQUE INDEX by_lower ON t (lower(v)) WHERE v <> '';
            COMMENT ON TABLE t IS 'the table'; COMMENT ON COLUMN t.v IS 'the value';
            GRANT SELECT ON t TO {Role} WITH GRANT OPTION; GRANT INSERT ON t TO PUBLIC;
            INSERT INTO t (v) VALUES ('a'), ('b'), ('c')
            """);
        const string facts =
            """
            SELECT indexname || indexdef FROM pg_indexes WHERE tablename = 't' UNION ALL
            SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype IN ('p', 'c') UNION ALL
            SELECT attname || coalesce(pg_get_expr(adbin, adrelid), '') || attidentity::text || attnotnull || coalesce(col_description(attrelid, attnum), '') FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = 't'::regclass AND attnum > 0 UNION ALL
            SELECT obj_description('t'::regclass) UNION ALL SELECT pg_get_serial_sequence('t', 'id') UNION ALL
            SELECT grantee || privilege_type || is_grantable FROM information_schema.table_privileges WHERE table_name = 't' ORDER BY 1
            """;
        var before = await QueryAsync(facts);
        var schema = new Schema(new Field("v", DataType.String));

        await DeliverAsync(Config(("table", "t"), ("write_mode", "replace")), Target(schema), Rows.Batch(schema, ["d"], ["e"]));

        (await QueryAsync(facts)).ShouldBe(before);
        await ScalarAsync("INSERT INTO t (v) VALUES ('f')");
        (await QueryAsync("SELECT id, v, twice FROM t ORDER BY id")).ShouldBe(["4|d|dd", "5|e|ee", "6|f|ff"]);
    }

    [Fact]
    public async Task Replace_fills_a_table_with_dependents_in_place()
    {
        await ScalarAsync(
            """
            CREATE TABLE t (id int8 PRIMARY KEY, v text, n serial); INSERT INTO t VALUES (1, 'a'), (2, 'b');
            CREATE VIEW names AS SELECT v FROM t;
            CREATE TABLE child (t_id int8 REFERENCES t DEFERRABLE); INSERT INTO child VALUES (1)
            """);
        var config = Config(("table", "t"), ("write_mode", "replace"));

        await DeliverAsync(config, Target(Pairs), Rows.Batch(Pairs, [1, "new"]));
        (await QueryAsync("SELECT v FROM names")).ShouldBe(["new"]);
        var gone = await Should.ThrowAsync<ConnectorException>(() => DeliverAsync(config, Target(Pairs, "run-2"), Rows.Batch(Pairs, [5, "no parent"])));

        (gone.Class, gone.Code).ShouldBe((ErrorClass.Refused, "foreign_key_violation"));
        (await QueryAsync("SELECT v FROM names")).ShouldBe(["new"]);
    }

    [Fact]
    public async Task An_abandoned_replace_leaves_the_table_and_nothing_else_and_can_be_run_again()
    {
        await ScalarAsync("CREATE TABLE t (id int8, v text); INSERT INTO t VALUES (0, 'old')");
        var (config, target) = (Config(("table", "t"), ("write_mode", "replace")), Target(Pairs));
        await Destination.PrepareAsync(config, target, None);
        await Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(Pairs, [1, "new"])), None);

        await Destination.AbandonAsync(config, target, None);
        await Destination.AbandonAsync(config, target, None);

        (await QueryAsync("SELECT * FROM t")).ShouldBe(["0|old"]);
        (await TablesAsync()).ShouldBe(["_dataaggregator_ledger", "_dataaggregator_runs", "t"]);
        await DeliverAsync(config, target with { Epoch = 2 }, Rows.Batch(Pairs, [1, "again"]));
        (await QueryAsync("SELECT * FROM t")).ShouldBe(["1|again"]);
    }

    private Task<string[]> TablesAsync() => QueryAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
}
