using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Expressions;
using DataAggregator.Transformations.Expressions.Functions;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Expressions;

public sealed partial class LibraryTests
{
    public static TheoryData<string> Names => [.. Library.Catalogue.Select(spec => spec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_gives_its_result(string name)
    {
        var spec = Library.Catalogue.Single(spec => spec.Name == name);

        Expressions.ShouldBeJson(Expressions.Constant(spec.Example).Json, spec.Result?.ToJsonString() ?? "null");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_gives_the_same_over_columns(string name)
    {
        var spec = Library.Catalogue.Single(spec => spec.Name == name);
        var literals = Literals().Matches(spec.Example).Select(match => match.Value).Distinct().ToList();
        var records = $"[{{{string.Join(",", literals.Select((literal, i) => $"\"f{i}\":{Expressions.Constant(literal).Json}"))}}}]";
        var expression = Literals().Replace(spec.Example, match => $"f{literals.IndexOf(match.Value)}");
        // Formats, zones and such of operations are the same for every record.
        if (Expressions.Problems(expression, records).Any(problem => problem.Message.Contains("written out here", StringComparison.Ordinal)))
            expression = Literals().Replace(spec.Example, match => match.Value == literals[0] ? "f0" : match.Value);

        Expressions.ShouldBeJson(Expressions.Evaluate(expression, records), $"[{spec.Result?.ToJsonString() ?? "null"}]");
    }

    [Fact]
    public void Every_entry_is_described()
    {
        Library.Catalogue.Count.ShouldBeGreaterThan(100);
        Library.Catalogue.Select(spec => spec.Name).ShouldBeUnique();
        foreach (var spec in Library.Catalogue)
        {
            spec.Description.ShouldEndWith(".");
            spec.Signatures.ShouldNotBeEmpty();
            spec.Signatures.ShouldAllBe(signature => signature.Contains(" -> ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Names_of_functions_take_any_case_and_their_aliases()
    {
        Expressions.Constant("UPPER('a') & Pow(2, 3) & least(2, 1)").Json.ShouldBe("\"A81\"");
        var problems = new Problems();
        Expression.Parse("uper('a')", "$", problems).ShouldBeNull();
        problems.ShouldHaveSingleItem().Message.ShouldBe("position 1: 'uper' is not a function. Did you mean 'upper'?");
    }

    [Theory]
    [InlineData("round(1250, -2)", "1200")]
    [InlineData("round(1350, -2)", "1400")]
    [InlineData("round(-1251.5, -1)", "-1250")]
    [InlineData("round(99999999999999999999999999999999999999, -1)", "!more than 38 digits")]
    [InlineData("round(9223372036854775807, -1)", "!more than 38 digits")]
    [InlineData("round(7, -38)", "0")]
    [InlineData("round(to_double('1250'), -2)", "1200")]
    [InlineData("trunc(2.999)", "2")]
    [InlineData("trunc(-1299.9, -2)", "-1200")]
    [InlineData("trunc(12, 5)", "12")]
    [InlineData("trunc(5, -40)", "0")]
    [InlineData("div(7, 2)", "3")]
    [InlineData("div(-7, 2)", "-3")]
    [InlineData("div(12345678901234567890123, 10)", "1234567890123456789012")]
    [InlineData("div(1, 0.0)", "!divided by zero")]
    [InlineData("ln(0)", "null")]
    public void Numbers_are_rounded_and_cut_as_they_should(string expression, string expected) => ShouldGive(expression, expected);

    [Theory]
    [InlineData("array_get(parse_json('[1,null,3]'), 1)", "null")]
    [InlineData("array_get(parse_json('[1,2,3]'), -3)", "1")]
    [InlineData("array_get(parse_json('[1,2,3]'), -4)", "null")]
    [InlineData("array_get(parse_json('{}'), 0)", "null")]
    [InlineData("array_slice(parse_json('[1,2,3]'), -2)", "[2,3]")]
    [InlineData("array_slice(parse_json('[1,2,3]'), -5, 2)", "[1,2]")]
    [InlineData("array_slice(parse_json('[1,2,3]'), 1, -1)", "[]")]
    [InlineData("array_slice(parse_json('5'), 1)", "null")]
    [InlineData("array_index_of(parse_json('[1, 2.0, null]'), 2)", "1")]
    [InlineData("array_index_of(parse_json('[1]'), 'x')", "-1")]
    [InlineData("array_concat(parse_json('[]'), parse_json('[ 1 , [2] ]'), parse_json('[]'))", "[1,[2]]")]
    [InlineData("array_concat(parse_json('[1]'), parse_json('2'))", "null")]
    [InlineData("array_sort(parse_json('[{\"a\":1},\"é\",\"\\u0065\",true,1e2,-0.0,[],false,null,99]'))", "[-0.0,99,1e2,\"\\u0065\",\"é\",false,true,[],{\"a\":1},null]")]
    [InlineData("array_distinct(parse_json('[1,1.0,\"1\",null,null,\"a\",\"\\u0061\",{\"a\":1},{\"a\":1}]'))", "[1,\"1\",null,\"a\",{\"a\":1}]")]
    [InlineData("array_distinct(parse_json('[]'))", "[]")]
    [InlineData("array_sum(parse_json('[]'))", "0")]
    [InlineData("array_sum(parse_json('[0.1,0.2,12345678901234567890123]'))", "12345678901234567890123.3")]
    [InlineData("array_sum(parse_json('[1,\"2\"]'))", "!not of type decimal")]
    [InlineData("array_sum(parse_json('[99999999999999999999999999999999999999,1]'))", "!more than 38 digits")]
    [InlineData("array_min(parse_json('[null]'))", "null")]
    [InlineData("array_max(parse_json('[10,9,\"a\"]'))", "\"a\"")]
    [InlineData("json_object('a', 1, 'a', 2, 'b', json_array(null))", "{\"a\":2,\"b\":[null]}")]
    [InlineData("type_of(null)", "\"null\"")]
    [InlineData("type_of(date('2025-01-01'))", "\"date\"")]
    [InlineData("type_of(parse_json('{}'))", "\"object\"")]
    public void Lists_and_objects_are_taken_as_they_should(string expression, string expected) => ShouldGive(expression, expected);

    [Theory]
    [InlineData("split_part('a,b,c', ',', 0)", "\"a\"")]
    [InlineData("split_part('a,b,c', ',', 2)", "\"c\"")]
    [InlineData("split_part('a,b,c', ',', 3)", "null")]
    [InlineData("split_part('a,b,c', ',', -3)", "\"a\"")]
    [InlineData("split_part('a,b,c', ',', -4)", "null")]
    [InlineData("split_part('abc', '', 0)", "\"abc\"")]
    [InlineData("split_part('abc', '', -1)", "\"abc\"")]
    [InlineData("split_part('', ',', 0)", "\"\"")]
    [InlineData("substring_before('abc', 'x')", "\"abc\"")]
    [InlineData("substring_after('abc', 'x')", "\"\"")]
    [InlineData("is_blank(null)", "true")]
    [InlineData("is_blank('\\u00a0')", "true")]
    [InlineData("is_blank(0)", "false")]
    [InlineData("regex_extract_all('k=1;k=2', 'k=([0-9])', 1)", "[\"1\",\"2\"]")]
    [InlineData("regex_extract_all('abc', 'x')", "[]")]
    [InlineData("surrogate_key('a', 'b') = surrogate_key('ab', '')", "false")]
    [InlineData("surrogate_key(null) = surrogate_key('-')", "false")]
    [InlineData("base64_decode('///')", "!no base64")]
    public void Texts_are_taken_apart_as_they_should(string expression, string expected) => ShouldGive(expression, expected);

    [Theory]
    [InlineData("from_epoch(1.5)", "\"1970-01-01T00:00:01.5Z\"")]
    [InlineData("from_epoch(-1, 'millisecond')", "\"1969-12-31T23:59:59.999Z\"")]
    [InlineData("from_epoch(99999999999999999999)", "!years 1 to 9999")]
    [InlineData("from_epoch(1, 'month')", "!differ in length")]
    [InlineData("to_epoch(timestamp('1969-12-31T23:59:59.5Z'))", "-1")]
    [InlineData("make_date(2025, 2, 29)", "!no date of that year")]
    [InlineData("last_day(timestamp('2025-12-31T23:59:59Z'))", "\"2025-12-31\"")]
    [InlineData("date_add(timestamp('2025-03-29T01:30:00Z'), 1, 'day', 'Europe/Berlin')", "\"2025-03-30T01:30:00Z\"")]
    [InlineData("date_add(timestamp('2025-03-29T11:00:00Z'), 1, 'day', 'Europe/Berlin')", "\"2025-03-30T10:00:00Z\"")]
    [InlineData("date_add(timestamp('2025-03-29T11:00:00Z'), 24, 'hour', 'Europe/Berlin')", "\"2025-03-30T11:00:00Z\"")]
    [InlineData("date_add(timestamp('2025-10-25T00:30:00Z'), 1, 'day', 'Europe/Berlin')", "\"2025-10-26T00:30:00Z\"")]
    [InlineData("date_add(timestamp('2025-10-27T01:30:00Z'), -1, 'day', 'Europe/Berlin')", "\"2025-10-26T01:30:00Z\"")]
    [InlineData("date_diff(timestamp('2025-03-29T11:00:00Z'), timestamp('2025-03-30T10:00:00Z'), 'day', 'Europe/Berlin')", "1")]
    [InlineData("date_diff(timestamp('2025-03-29T11:00:00Z'), timestamp('2025-03-30T10:00:00Z'), 'day')", "0")]
    [InlineData("date_trunc(timestamp('2025-07-01T23:30:00Z'), 'day', 'Europe/Berlin')", "\"2025-07-01T22:00:00Z\"")]
    public void Time_is_counted_as_it_should_be(string expression, string expected) => ShouldGive(expression, expected);

    // What fails is expected as ! and a part of the message.
    private static void ShouldGive(string expression, string expected)
    {
        if (expected[0] == '!')
            Expressions.Problems(expression).ShouldHaveSingleItem().Message.ShouldContain(expected[1..]);
        else
            Expressions.ShouldBeJson(Expressions.Constant(expression).Json, expected);
    }

    [GeneratedRegex("'([^']|'')*'")]
    private static partial Regex Literals();
}
