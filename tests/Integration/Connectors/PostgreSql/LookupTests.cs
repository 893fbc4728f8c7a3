using System.Text;
using DataAggregator.Connectors.PostgreSql;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

/// <summary>Single records, looked up by their keys.</summary>
public sealed class LookupTests(PostgresFixture postgres) : PostgreSqlTest(postgres)
{
    [Fact]
    public async Task Records_are_found_by_their_keys_with_every_digit()
    {
        await ScalarAsync("""
            CREATE TABLE k (id int4 PRIMARY KEY, "Odd ""name" text, n numeric, d date, tz timestamptz, j jsonb, asked_key text);
            INSERT INTO k VALUES (1, 'é"', 12345678901234567890123456789012345678.10, '2025-01-15', '2025-01-15 10:00+02', '{"a": [1]}', 'x'), (2, NULL, NULL, NULL, NULL, NULL, NULL)
            """);

        (await FindAsync("id", ["1", "2", "3"], ["Odd \"name", "n", "d", "tz", "j", "asked_key"], ("table", "k"))).ShouldBe(
        [
            """1 {"Odd \"name":"é\"","n":12345678901234567890123456789012345678.10,"d":"2025-01-15","tz":"2025-01-15T08:00:00+00:00","j":{"a": [1]},"asked_key":"x"}""",
            """2 {"Odd \"name":null,"n":null,"d":null,"tz":null,"j":null,"asked_key":null}""",
        ]);
    }

    [Theory]
    [InlineData("i", "5", true)]
    [InlineData("i", "5.5", false)]
    [InlineData("i", "99999999999999999999", false)]
    [InlineData("i", "'; DROP TABLE k; --", false)]
    [InlineData("n", "1.50", true)]
    [InlineData("n", "1.501", false)]
    [InlineData("v", "abc", true)]
    [InlineData("v", "abcd", false)]
    [InlineData("c", "ab", true)]
    [InlineData("full", "abcd", true)]
    [InlineData("full", "abcde", false)]
    [InlineData("dv", "abcd", false)]
    [InlineData("dn", "1.50", true)]
    [InlineData("dn", "1.501", false)]
    [InlineData("b", "101", true)]
    [InlineData("b", "1", false)]
    [InlineData("b", "1011", false)]
    [InlineData("q", "xy", false)]
    [InlineData("e", "none", false)]
    [InlineData("u", "6F9619FF-8B86-D011-B42D-00C04FC964FF", true)]
    [InlineData("u", "none", false)]
    [InlineData("d", "2025-01-15", true)]
    [InlineData("d", "2025-02-30", false)]
    [InlineData("v", "a\0c", false)]
    public async Task A_key_that_is_no_value_of_the_column_finds_nothing_and_spares_the_others(string column, string key, bool isFound)
    {
        await ScalarAsync("""
            CREATE DOMAIN short AS varchar(3);
            CREATE DOMAIN shorter AS short;
            CREATE DOMAIN price AS numeric(5, 2);
            CREATE TYPE mood AS ENUM ('glad', 'sad');
            CREATE TABLE k (i int4, n numeric(5, 2), v varchar(3), c char(4), "full" char(4), u uuid, d date, dv shorter, dn price, b bit(3), q "char", e mood);
            INSERT INTO k VALUES
                (5, 1.5, 'abc', 'ab', 'abcd', '6f9619ff-8b86-d011-b42d-00c04fc964ff', '2025-01-15', 'abc', 1.5, '101', 'x', 'glad'),
                (7, 7, 'd', 'd', 'd', '00000000-0000-0000-0000-000000000007', '2007-07-07', 'd', 7, '111', 'd', 'sad')
            """);
        var other = column switch { "u" => "00000000-0000-0000-0000-000000000007", "d" => "2007-07-07", "v" or "c" or "full" or "dv" or "q" => "d", "b" => "111", "e" => "sad", _ => "7" };

        (await FindAsync(column, [key, other, "?"], ["i"], ("table", "k"))).ShouldBe(isFound ? [$$"""{{key}} {"i":5}""", $$"""{{other}} {"i":7}"""] : [$$"""{{other}} {"i":7}"""], ignoreOrder: true);
    }

    [Fact]
    public async Task Of_several_records_with_one_key_it_is_always_the_same()
    {
        await ScalarAsync("CREATE TABLE k (id int4, s text); INSERT INTO k VALUES (1, 'b'), (1, 'a'), (1, 'c')");

        (await FindAsync("id", ["1"], ["s"], ("query", "SELECT * FROM k WHERE s <> 'none';"))).ShouldBe(["""1 {"s":"a"}"""]);
    }

    [Theory]
    [InlineData("text", "text")]
    [InlineData("character varying(9)", "text")]
    [InlineData("character(9)", "bpchar")]
    [InlineData("integer", "integer")]
    [InlineData("code", "bpchar")]
    public async Task An_index_on_the_key_is_used(string type, string compared)
    {
        await ScalarAsync($"CREATE DOMAIN code AS character(9); CREATE TABLE k (id {type} PRIMARY KEY, s text); INSERT INTO k SELECT i::text::{type}, repeat('x', 100) FROM generate_series(1, 5000) i; ANALYZE k");
        var sql = KeyLookup.Sql("k", new Schema(new Field("id", DataType.String), new Field("s", DataType.String)), new LookupRequest("id", [], ["s"]), compared);

        (await QueryAsync($"EXPLAIN {sql.Replace("$1", "ARRAY['17','18']", StringComparison.Ordinal)}")).ShouldContain(line => line.Contains("Index Scan", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT id, 100 / qty AS share FROM k")]
    [InlineData("SELECT id, code::int4 AS share FROM k")]
    public async Task A_record_that_the_query_fails_on_is_an_error_instead_of_one_that_is_not_there(string query)
    {
        await ScalarAsync("CREATE TABLE k (id int4, qty int4, code text); INSERT INTO k VALUES (1, 0, 'none'), (2, 5, '5')");

        (await FindAsync("id", ["2", "?"], ["share"], ("query", query))).Count.ShouldBe(1);
        (await Should.ThrowAsync<ConnectorException>(() => FindAsync("id", ["1", "2", "?"], ["share"], ("query", query)))).Code.ShouldBe("invalid_value");
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_named()
    {
        await ScalarAsync("CREATE TABLE k (id int4, s text)");

        var error = await Should.ThrowAsync<ConnectorException>(() => FindAsync("idd", ["1"], ["s"], ("table", "k")));

        (error.Code, error.Class).ShouldBe(("column_missing", ErrorClass.Settings));
        error.Message.ShouldContain("'idd'");
    }

    private async Task<List<string>> FindAsync(string key, string[] keys, string[] fields, (string Key, string Value) from)
    {
        var found = await ((ILookupSource)Source).LookUpAsync(Config((from.Key, from.Value)), new LookupRequest(key, keys, fields), None);
        return [.. keys.Where(found.ContainsKey).Select(wanted => $"{wanted} {Encoding.UTF8.GetString(found[wanted].Span)}")];
    }
}
