using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

public sealed class DestinationTypesTests(PostgresFixture postgres) : PostgreSqlTest(postgres)
{
    private const string Digits38 = "12345678901234567890123456789012345678";

    [Fact]
    public async Task A_missing_table_is_created_and_holds_every_type_exactly()
    {
        var schema = new Schema(
            new Field("b", DataType.Bool), new Field("i", DataType.Int64), new Field("n", DataType.Decimal), new Field("d", DataType.Double),
            new Field("s", DataType.String), new Field("day", DataType.Date), new Field("t", DataType.Time), new Field("ts", DataType.Timestamp),
            new Field("local", DataType.LocalTimestamp), new Field("raw", DataType.Binary), new Field("j", DataType.Json));

        await DeliverAsync(Config(("table", "kinds")), Target(schema), Rows.Batch(
            schema,
            [true, long.MaxValue, Digits38, double.Epsilon, "Zürich 😀", 20_000, 1, 1, -1, new byte[] { 0, 255 }, """{"a":1.50,"b":[null]}"""],
            [false, long.MinValue, "-0." + Digits38, double.NegativeInfinity, "", -719_162, 86_399_999_999, -62_135_596_800_000_000, 253_402_300_799_999_999, Array.Empty<byte>(), "\"x\""],
            [null, null, null, null, null, null, null, null, null, null, null],
            [Rows.Absent, 0, "0.00", double.NaN, "a\tb\\n", 0, 0, 0, 0, new byte[] { 1 }, "12345678901234567890.10"]));

        (await QueryAsync("SELECT * FROM kinds")).ShouldBe(
        [
            "t|9223372036854775807|" + Digits38 + "|5e-324|Zürich 😀|2024-10-04|00:00:00.000001|1970-01-01 00:00:00.000001+00|1969-12-31 23:59:59.999999|\\x00ff|{\"a\": 1.50, \"b\": [null]}",
            "f|-9223372036854775808|-0." + Digits38 + "|-Infinity||0001-01-01|23:59:59.999999|0001-01-01 00:00:00+00|9999-12-31 23:59:59.999999|\\x|\"x\"",
            "~|~|~|~|~|~|~|~|~|~|~",
            "~|0|0.00|NaN|a\tb\\n|1970-01-01|00:00:00|1970-01-01 00:00:00+00|1970-01-01 00:00:00|\\x01|12345678901234567890.10",
        ]);
    }

    [Theory]
    [InlineData("", "character varying(50),numeric(12,2),bigint")]
    [InlineData("CREATE VIEW shown AS SELECT * FROM widened", "character varying(3),numeric(4,2),bigint")]
    public async Task Columns_are_widened_as_the_source_is_where_no_row_is_rewritten_and_nothing_stands_in_the_way(string obstacle, string types)
    {
        await ScalarAsync($"CREATE TABLE widened (s varchar(3), n numeric(4,2), i bigint); {obstacle}");
        var schema = new Schema(
            new Field("s", DataType.String, SourceType: "character varying(50)"), new Field("n", DataType.Decimal, SourceType: "numeric(12,2)"), new Field("i", DataType.Int64, SourceType: "bigint"));

        await DeliverAsync(Config(("table", "widened")), Target(schema), Rows.Batch(schema, ["abc", "1.50", 7]));

        (await QueryAsync("SELECT * FROM widened")).ShouldBe(["abc|1.50|7"]);
        (await ScalarAsync("SELECT string_agg(format_type(atttypid, atttypmod), ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'widened'::regclass AND attnum > 0")).ShouldBe(types);
    }

    [Fact]
    public async Task Rows_of_text_and_numbers_survive_whatever_the_texts_hold()
    {
        var schema = new Schema(new Field("s", DataType.String), new Field("v", DataType.String), new Field("i", DataType.Int64), new Field("n", DataType.Decimal));

        await DeliverAsync(Config(("table", "texts")), Target(schema), Rows.Batch(
            schema,
            ["a\tb", "c\nd\re", long.MinValue, "-0." + Digits38],
            [@"\N", @"\.", 1, Digits38],
            ["", "Zürich 😀", 0, "10.50"],
            [null, Rows.Absent, null, null],
            [new string('x', 200_000), "\"quoted\", and more", long.MaxValue, "0.00"],
            ["z\0", "refused alone", 1, "1"]));

        (await QueryAsync("SELECT CASE WHEN length(s) > 100 THEN length(s)::text ELSE s END, v, i, n FROM texts")).ShouldBe(
        [
            "a\tb|c\nd\re|-9223372036854775808|-0." + Digits38,
            @"\N|\.|1|" + Digits38,
            "|Zürich 😀|0|10.50",
            "~|~|~|~",
            "200000|\"quoted\", and more|9223372036854775807|0.00",
        ]);
    }

    [Fact]
    public async Task Values_go_into_columns_of_other_types_where_nothing_is_lost()
    {
        await ScalarAsync(
            """
            CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN short AS varchar(5);
            CREATE TABLE t (i2 int2, i4 int4, n numeric(10,2), f4 float4, txt text, u uuid, m mood, dom short, ip inet, ts timestamp, j json, from_json int4, words text, num_f8 float8)
            """);
        var schema = new Schema(
            new Field("i2", DataType.Int64), new Field("i4", DataType.Decimal), new Field("n", DataType.Int64), new Field("f4", DataType.Double),
            new Field("txt", DataType.Decimal), new Field("u", DataType.String), new Field("m", DataType.String), new Field("dom", DataType.String),
            new Field("ip", DataType.String), new Field("ts", DataType.String), new Field("j", DataType.String), new Field("from_json", DataType.Json),
            new Field("words", DataType.Json), new Field("num_f8", DataType.Decimal));

        await DeliverAsync(Config(("table", "t")), Target(schema), Rows.Batch(
            schema,
            [-32768, "7.00", 12345678, 1.5, "10.50", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "happy", "abcde", "10.0.0.1", "2025-01-15T10:00:00", """{"b":1,"a":1}""", "42", "\"plain\"", "0.1"]));

        (await QueryAsync("SELECT * FROM t")).ShouldBe(
            ["-32768|7|12345678.00|1.5|10.50|6f9619ff-8b86-d011-b42d-00c04fc964ff|happy|abcde|10.0.0.1|2025-01-15 10:00:00|{\"b\":1,\"a\":1}|42|plain|0.1"]);
    }

    [Fact]
    public async Task A_value_that_its_column_cannot_hold_is_refused_alone_and_named()
    {
        await ScalarAsync("CREATE TABLE t (id int4, whole int8, s text)");
        var schema = new Schema(new Field("id", DataType.Int64), new Field("whole", DataType.Decimal), new Field("s", DataType.String));
        var target = Target(schema);
        var config = Config(("table", "t"));
        IReadOnlyList<RejectedRecord> refused = [];
        var segment = Segment(target, 0, Rows.Batch(schema, [1, "1", "a"], [3_000_000_000, "1", "b"], [3, "1.5", "c"], [4, "1", "d\0"], [5, "5.0", "e"])) with
        {
            BeforeCommit = (records, _) =>
            {
                refused = records;
                return Task.CompletedTask;
            },
        };

        await Destination.PrepareAsync(config, target, None);
        var result = await Destination.WriteAsync(config, segment, None);

        result.Records.ShouldBe(2);
        (await QueryAsync("SELECT id FROM t")).ShouldBe(["1", "5"]);
        refused.Select(record => (record.Ordinal, record.Errors[0].Field, record.Errors[0].Code)).ShouldBe(
            [(1, "id", "number_out_of_range"), (2, "whole", "number_not_integer"), (3, "s", "zero_byte")]);
    }

    [Fact]
    public async Task A_field_that_no_column_can_take_is_a_settings_error_before_anything_is_written()
    {
        await ScalarAsync("CREATE TABLE t (flag int4)");
        var schema = new Schema(new Field("flag", DataType.Bool));

        var error = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(Config(("table", "t")), Target(schema), None));

        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, "incompatible_column"));
        error.Message.ShouldBe("Field 'flag' is bool, which column 'flag' (integer) of table 'public.t' cannot take.");
    }

    [Fact]
    public async Task New_fields_become_columns_also_in_the_middle_of_a_segment()
    {
        await ScalarAsync("CREATE TABLE t (id int8)");
        var before = new Schema(new Field("id", DataType.Int64));
        var after = new Schema(new Field("note \"x\"", DataType.String), new Field("id", DataType.Int64));
        var target = Target(before);
        var config = Config(("table", "t"));

        await Destination.PrepareAsync(config, target, None);
        await Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(before, [1]), Rows.Batch(after, ["n", 2]), Rows.Batch(before, [3])), None);

        (await QueryAsync("SELECT * FROM t")).ShouldBe(["1|~", "2|n", "3|~"]);
    }

    [Fact]
    public async Task Without_create_table_a_missing_table_and_a_missing_column_are_named()
    {
        var schema = new Schema(new Field("id", DataType.Int64));
        var config = Config(("table", "sales"), ("create_table", false));

        var table = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(config, Target(schema), None));
        await ScalarAsync("CREATE TABLE sales (other int8)");
        var column = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(config, Target(schema), None));

        table.Message.ShouldContain("no table 'public.sales'");
        column.Message.ShouldBe("Table 'public.sales' has no column 'id'.");
    }

    [Fact]
    public async Task A_field_name_longer_than_63_bytes_is_refused()
    {
        var schema = new Schema(new Field(new string('ü', 32), DataType.Int64));

        var error = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(Config(("table", "t")), Target(schema), None));

        error.Code.ShouldBe("identifier_too_long");
    }

    [Fact]
    public async Task The_source_s_own_types_are_kept_where_PostgreSQL_has_them()
    {
        var schema = new Schema(
            new Field("n", DataType.Decimal, SourceType: "numeric(12,2)"), new Field("u", DataType.String, SourceType: "uuid"),
            new Field("i", DataType.Int64, SourceType: "mediumint"), new Field("s", DataType.String, SourceType: "text); DROP TABLE x; --"));

        await Destination.PrepareAsync(Config(("table", "t")), Target(schema), None);

        (await QueryAsync("SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum"))
            .ShouldBe(["numeric(12,2)", "uuid", "bigint", "text"]);
    }
}
