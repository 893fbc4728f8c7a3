using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

public sealed class SourceTests(PostgresFixture postgres) : PostgreSqlTest(postgres)
{
    [Fact]
    public async Task Every_type_is_read_exactly()
    {
        await ScalarAsync(
            """
            CREATE TYPE mood AS ENUM ('happy');
            CREATE TABLE t (b bool, i2 int2, i4 int4 NOT NULL, i8 int8, n numeric, n2 numeric(12,2), f4 float4, f8 float8, s text, v varchar(9), u uuid, m mood,
                day date, tm time, ts timestamp, tz timestamptz, raw bytea, j json, jb jsonb, a int4[], iv interval);
            INSERT INTO t VALUES
            (true, -32768, 2147483647, -9223372036854775808, 12345678901234567890123456789012345678, 10.5, 1.5, 'Infinity', 'Zürich 😀', '', '6f9619ff-8b86-d011-b42d-00c04fc964ff', 'happy',
             '0001-01-01', '23:59:59.999999', '9999-12-31 23:59:59.999999', '2025-01-15 10:00:00+02', '\x00ff', '{"b":1.50}', '[1, null]', '{1,2}', '1 day'),
            (NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (false, 0, 1, 0, -0.00000000000000000000000000000000000001, 0, 0, 'NaN', E'a\tb', 'x', NULL, NULL, NULL, '24:00', NULL, NULL, '', 'null', '"q"', NULL, NULL)
            """);

        var (schema, rows, rejected) = await ReadAllAsync(Config(("table", "t")));

        rejected.ShouldBeEmpty();
        rows[0].ShouldBe(
        [
            true, -32768L, 2147483647L, long.MinValue, "12345678901234567890123456789012345678", "10.50", 1.5, double.PositiveInfinity, "Zürich 😀", "", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "happy",
            -719_162L, 86_399_999_999L, 253_402_300_799_999_999L, 1_736_928_000_000_000L, "00FF", "{\"b\":1.50}", "[1, null]", "{1,2}", "1 day",
        ]);
        rows[1].Count(value => value is null).ShouldBe(20);
        rows[2][4].ShouldBe("-0.00000000000000000000000000000000000001");
        schema.Select(field => field.Type).ShouldBe(
        [
            DataType.Bool, DataType.Int64, DataType.Int64, DataType.Int64, DataType.Decimal, DataType.Decimal, DataType.Double, DataType.Double, DataType.String, DataType.String, DataType.String, DataType.String,
            DataType.Date, DataType.Time, DataType.LocalTimestamp, DataType.Timestamp, DataType.Binary, DataType.Json, DataType.Json, DataType.String, DataType.String,
        ]);
        (schema[2].Nullable, schema[5].SourceType).ShouldBe((false, "numeric(12,2)"));
    }

    [Fact]
    public async Task A_value_without_a_place_rejects_its_record_alone_and_ordinals_run_on()
    {
        await ScalarAsync(
            """
            CREATE TABLE t (id int4, n numeric, d date, ts timestamptz);
            INSERT INTO t VALUES (0, 'NaN', NULL, NULL), (1, 1, NULL, NULL), (2, '-Infinity', NULL, NULL), (3, NULL, 'infinity', NULL), (4, NULL, NULL, '-infinity'),
                (5, 123456789012345678901234567890123456789.25, NULL, NULL), (6, 6, '2000-01-01', NULL), (7, NULL, '0044-03-15 BC', NULL)
            """);
        var config = Config(("table", "t"));
        var plan = await Source.PlanAsync(config, new PlanRequest("run-1", null), None);

        var (rejected, ordinals) = (new List<RejectedRecord>(), new List<long>());
        await foreach (var batch in Source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), None))
        {
            ordinals.AddRange(Enumerable.Range(0, batch.Batch.RowCount).Select(row => batch.Batch.FirstOrdinal + row));
            Take(batch, [], rejected);
        }

        ordinals.ShouldBe([1, 6]);
        rejected.Select(record => (record.Ordinal, record.Errors[0].Field, record.Errors[0].Code)).ShouldBe(
            [(0, "n", "number_out_of_range"), (2, "n", "number_out_of_range"), (3, "d", "date_out_of_range"), (4, "ts", "date_out_of_range"), (5, "n", "number_out_of_range"), (7, "d", "date_out_of_range")]);
        System.Text.Encoding.UTF8.GetString(rejected[4].Record.Span).ShouldBe("""{"id":5,"n":"123456789012345678901234567890123456789.25","d":null,"ts":null}""");
        System.Text.Encoding.UTF8.GetString(rejected[2].Record.Span).ShouldBe("""{"id":3,"n":null,"d":"infinity","ts":null}""");
    }

    [Fact]
    public async Task A_table_copied_from_PostgreSQL_to_PostgreSQL_is_the_same_table()
    {
        await ScalarAsync(
            """
            CREATE TABLE t (id int4 PRIMARY KEY, n numeric(38,10), tags text[], u uuid, j jsonb, at timestamptz);
            INSERT INTO t SELECT i, i / 7.0, ARRAY['a', i::text], md5(i::text)::uuid, jsonb_build_object('i', i), '2025-01-01'::timestamptz + i * interval '1 hour' FROM generate_series(1, 5000) i
            """);
        var source = Config(("table", "t"), ("batch_size", 999));
        var plan = await Source.PlanAsync(source, new PlanRequest("run-1", null), None);
        var target = Target(plan.Schema);
        var destination = Config(("table", "copy"));

        await Destination.PrepareAsync(destination, target, None);
        foreach (var partition in plan.Partitions)
            await Destination.WriteAsync(destination, Segment(target, partition.Index) with { Batches = BatchesAsync(source, partition, plan.Schema) }, None);

        (await ScalarAsync("SELECT count(*) FROM (TABLE t EXCEPT ALL TABLE copy) x")).ShouldBe(0L);
        (await ScalarAsync("SELECT count(*) FROM copy")).ShouldBe(5000L);
        (await QueryAsync("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'copy'::regclass AND attnum > 0 ORDER BY attnum"))
            .ShouldBe(["integer", "numeric(38,10)", "text[]", "uuid", "jsonb", "timestamp with time zone"]);
    }

    [Theory]
    [InlineData("id int8 PRIMARY KEY", "key")]
    [InlineData("id int8", "blocks")]
    public async Task Partitions_and_resuming_at_every_position_lose_and_repeat_nothing(string column, string kind)
    {
        await ScalarAsync($"CREATE TABLE t ({column}, pad text); INSERT INTO t SELECT i * 3 - 5000, repeat('x', 100) FROM generate_series(1, 4000) i");
        var config = Config(("table", "t"), ("batch_size", 150));
        var plan = await Source.PlanAsync(config, new PlanRequest("run-1", null, SegmentBytes: 100_000), None);
        plan.Partitions.Count.ShouldBeGreaterThan(2);
        plan.Partitions.ShouldAllBe(partition => partition.State.Contains($"\"{kind}\""));

        var rows = new List<object?[]>();
        foreach (var partition in plan.Partitions)
        {
            // Each batch is read by a new request from the position of the one before; the rest of the COPY is dropped.
            var (position, read, more) = ((string?)null, 0L, true);
            while (more)
            {
                more = false;
                await foreach (var batch in Source.ReadAsync(config, new ReadRequest(partition, plan.Schema, position, read), None))
                {
                    batch.Batch.FirstOrdinal.ShouldBe(read);
                    (position, read, more) = (batch.Position, read + batch.Batch.RowCount, true);
                    Take(batch, rows, []);
                    break;
                }
            }
        }

        rows.Select(row => (long)row[0]!).ShouldBe(Enumerable.Range(1, 4000).Select(i => (i * 3L) - 5000));
    }

    [Fact]
    public async Task A_query_is_one_partition_with_its_own_fields()
    {
        await ScalarAsync("CREATE TABLE t (id int8); INSERT INTO t VALUES (1), (2), (3)");

        var (schema, rows, _) = await ReadAllAsync(Config(("query", "SELECT id * 2 AS twice, 'x' || id AS \"Name\" FROM t WHERE id > 1 ORDER BY id DESC -- the end")));

        schema.Select(field => field.Name).ShouldBe(["twice", "Name"]);
        rows.Select(row => string.Join('|', row)).ShouldBe(["6|x3", "4|x2"]);
    }

    [Fact]
    public async Task A_query_that_writes_or_names_two_columns_alike_is_refused()
    {
        await ScalarAsync("CREATE TABLE t (id int8); CREATE FUNCTION put() RETURNS int8 LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING id'");

        var alike = await Should.ThrowAsync<ConnectorException>(() => ReadAllAsync(Config(("query", "SELECT 1 AS a, 2 AS a"))));
        var delete = await Should.ThrowAsync<ConnectorException>(() => ReadAllAsync(Config(("query", "DELETE FROM t RETURNING id"))));
        var function = await Should.ThrowAsync<ConnectorException>(() => ReadAllAsync(Config(("query", "SELECT put() AS id"))));

        new[] { alike, delete, function }.ShouldAllBe(error => error.Class == ErrorClass.Settings);
        alike.Code.ShouldBe("duplicate_column");
        (await ScalarAsync("SELECT count(*) FROM t")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_limit_is_kept_and_a_declared_schema_widens()
    {
        await ScalarAsync("CREATE TABLE t (id int8 PRIMARY KEY, n int4); INSERT INTO t SELECT i, i FROM generate_series(1, 100) i");
        var declared = new Schema(new Field("n", DataType.String));

        var (schema, rows, _) = await ReadAllAsync(Config(("table", "t")), new PlanRequest("run-1", declared, Limit: 2));
        var narrow = await Should.ThrowAsync<ConnectorException>(() => ReadAllAsync(Config(("table", "t")), new PlanRequest("run-1", new Schema(new Field("n", DataType.Bool)))));

        schema[1].Type.ShouldBe(DataType.String);
        rows.Select(row => string.Join('|', row)).ShouldBe(["1|1", "2|2"]);
        narrow.Code.ShouldBe("incompatible_schema");
    }

    [Fact]
    public async Task Views_and_partitioned_tables_are_read_whole()
    {
        await ScalarAsync(
            """
            CREATE TABLE t (id int4, at date) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
            INSERT INTO t VALUES (1, '2025-01-01'), (11, '2025-01-02'); CREATE VIEW v AS SELECT id FROM t
            """);

        (await ReadAllAsync(Config(("table", "t")))).Rows.Count.ShouldBe(2);
        (await ReadAllAsync(Config(("table", "v")))).Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Discover_finds_tables_views_fields_keys_and_cursors()
    {
        await ScalarAsync(
            """
            CREATE SCHEMA other; CREATE TABLE other."My.Table" (a text);
            CREATE TABLE orders (region text, id int8, at timestamptz NOT NULL, PRIMARY KEY (id, region)); CREATE TABLE single (id int4 PRIMARY KEY, v int4);
            INSERT INTO single SELECT i FROM generate_series(1, 10) i; ANALYZE single; CREATE VIEW open_orders AS SELECT id FROM orders
            """);

        var streams = await Source.DiscoverAsync(Config(), None);

        streams.Select(stream => stream.Name).ShouldBe(["open_orders", "orders", "single", "other.\"My.Table\""]);
        streams[1].PrimaryKey.ShouldBe(["id", "region"]);
        streams[1].CursorCandidates.ShouldBe(["at"]);
        streams[1].Schema[2].ShouldBe(new Field("at", DataType.Timestamp, false, "timestamp with time zone"));
        (streams[2].CursorCandidates.Single(), streams[2].EstimatedRows).ShouldBe(("id", 10));
        (await ReadAllAsync(Config(("table", streams[3].Name)))).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_names_what_may_not_be_read()
    {
        await ScalarAsync($"CREATE TABLE t (id int8); CREATE ROLE {Role} LOGIN PASSWORD 's'");

        var fine = await Source.CheckAsync(Config(("table", "t")), None).ToListAsync();
        var denied = await Source.CheckAsync(Config(("table", "t"), ("username", Role), ("password", "s")), None).ToListAsync();
        var missing = await Source.CheckAsync(Config(("table", "tt")), None).ToListAsync();

        fine.Select(check => (check.Name, check.Ok)).ShouldBe([("host", true), ("login", true), ("permission", true)]);
        denied[^1].ShouldSatisfyAllConditions(check => check.Ok.ShouldBeFalse(), check => check.Message.ShouldContain("GRANT SELECT"));
        missing[^1].ShouldSatisfyAllConditions(check => check.Ok.ShouldBeFalse(), check => check.Message.ShouldContain("'public.tt'"));
    }

    [Fact]
    public async Task Cancelling_ends_a_read_at_once_and_an_error_in_the_middle_is_told()
    {
        var config = Config(("query", "SELECT i, pg_sleep(CASE WHEN i > 3 THEN 600 ELSE 0 END)::text AS slept FROM generate_series(1, 10) i"));
        using var cancel = new CancellationTokenSource();
        var plan = await Source.PlanAsync(config, new PlanRequest("run-1", null), None);
        var read = Task.Run(async () =>
        {
            await foreach (var batch in Source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), cancel.Token))
                batch.Batch.Dispose();
        });
        await Eventually.HoldsAsync(async () => (long)(await ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"))! == 1, "the server sleeps");

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => read);
        await Eventually.HoldsAsync(async () => (long)(await ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"))! == 0, "the server no longer sleeps");
        var division = await Should.ThrowAsync<ConnectorException>(() => ReadAllAsync(Config(("query", "SELECT 1 / (i - 90000) AS x FROM generate_series(1, 100000) i"))));

        division.Message.ShouldContain("22012");
    }

    [Fact]
    public void Table_and_query_together_are_a_problem()
    {
        var problems = new Problems();

        Source.Validate(Config(("table", "t"), ("query", "SELECT 1")), "$.source.config", problems);
        Source.Validate(Config(("connection_pool_size", JsonValue.Create(0))), "$.source.config", problems);

        problems.Select(problem => problem.Path).ShouldBe(["$.source.config.query", "$.source.config.connection_pool_size"]);
    }

    private async IAsyncEnumerable<RecordBatch> BatchesAsync(System.Text.Json.JsonElement config, SourcePartition partition, Schema schema)
    {
        await foreach (var batch in Source.ReadAsync(config, new ReadRequest(partition, schema, null, 0), None))
            yield return batch.Batch;
    }
}
