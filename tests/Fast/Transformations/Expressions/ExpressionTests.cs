using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Expressions;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("24 / 4 / 2", "3")]
    [InlineData("-2 * -3", "6")]
    [InlineData("- -2", "2")]
    [InlineData("7 % 4 + 1", "4")]
    [InlineData("1 + 2 = 3", "true")]
    [InlineData("1 < 2 and 3 < 2 or true", "true")]
    [InlineData("true or false and false", "true")]
    [InlineData("not true or true", "true")]
    [InlineData("not (true or true)", "false")]
    [InlineData("not 1 = 2", "true")]
    [InlineData("!true", "false")]
    [InlineData("true && false || true", "true")]
    [InlineData("null ?? 1 + 2", "3")]
    [InlineData("(null ?? 1) = 1", "true")]
    [InlineData("null ?? 1 = 1", "true")]
    [InlineData("'a' & 1 + 2 & 'b'", "\"a3b\"")]
    [InlineData("'a' & null & 'b'", "\"ab\"")]
    [InlineData("1 > 2 ? 'a' : 2 > 1 ? 'b' : 'c'", "\"b\"")]
    [InlineData("case when 1 > 2 then 'a' when 2 > 1 then 'b' else 'c' end", "\"b\"")]
    [InlineData("case when 1 > 2 then 'a' end", "null")]
    [InlineData("case 1 + 1 when 1 then 'a' when 2 then 'b' else 'c' end", "\"b\"")]
    [InlineData("case null when null then 'none' end", "\"none\"")]
    [InlineData("5 between 1 and 5 and true", "true")]
    [InlineData("5 not between 1 and 5", "false")]
    [InlineData("'b' not in ('a', 'b')", "false")]
    [InlineData("null in (1, null)", "true")]
    [InlineData("null is null", "true")]
    [InlineData("1 is not null", "true")]
    [InlineData("cast('12' as int) + 1", "13")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("1 <> 2", "true")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1000")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("'it''s \\t\\u00e9 \"x\"'", "\"it's \\t\\u00e9 \\\"x\\\"\"")]
    [InlineData("\"it's\"", "\"it's\"")]
    [InlineData("TRUE AND NOT FALSE", "true")]
    public void Binds_as_it_should(string expression, string expected) => Expressions.ShouldBeJson(Expressions.Constant(expression).Json, expected);

    [Theory]
    [InlineData("price", "9.99")]
    [InlineData("address.city", "\"Bonn\"")]
    [InlineData("items[1].sku", "\"b\"")]
    [InlineData("items[7].sku", "null")]
    [InlineData("[\"odd name\"]", "1")]
    [InlineData("`odd name` + 1", "2")]
    [InlineData("`a.b`", "3")]
    [InlineData("[\"a.b\"]", "3")]
    [InlineData("address[\"post code\"]", "\"53111\"")]
    [InlineData("address.`post code`", "\"53111\"")]
    [InlineData("`end`", "4")]
    [InlineData("Größe", "5")]
    public void Reads_fields(string expression, string expected) => Expressions.ShouldBeJson(
        Expressions.Evaluate(expression, """[{"price":9.99,"address":{"city":"Bonn","post code":"53111"},"items":[{"sku":"a"},{"sku":"b"}],"odd name":1,"a.b":3,"end":4,"Größe":5}]"""),
        $"[{expected}]");

    [Theory]
    [InlineData("4.35 * 100", "435.00")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("a * a", "85070591730234615847396907784232501249")]
    [InlineData("a + 1", "9223372036854775808")]
    [InlineData("-a - 2", "-9223372036854775809")]
    [InlineData("1 / 3", "0.3333333333")]
    [InlineData("2 / 3", "0.6666666667")]
    [InlineData("0.00000000005 / 1", "0.0000000000")]
    [InlineData("449.97 / 3", "149.99")]
    [InlineData("round(1.005, 2)", "1.00")]
    [InlineData("power(1.05, 10)", "1.62889462677744140625")]
    [InlineData("c * c", "\"<number_out_of_range>\"")]
    [InlineData("a / 0", "\"<division_by_zero>\"")]
    [InlineData("a % (a - a)", "\"<division_by_zero>\"")]
    public void Keeps_money_exact(string expression, string expected) =>
        Expressions.ShouldBeJson(Expressions.Evaluate(expression, """[{"a":9223372036854775807,"c":99999999999999999999999999999999999999}]"""), $"[{expected}]");

    [Theory]
    [InlineData("a + 1", "null")]
    [InlineData("a = null", "true")]
    [InlineData("missing = null", "true")]
    [InlineData("a = 0", "false")]
    [InlineData("a != 0", "true")]
    [InlineData("a < 1", "false")]
    [InlineData("not a < 1", "true")]
    [InlineData("a <= null", "false")]
    [InlineData("a > 1 or b > 1", "true")]
    [InlineData("a > 1 and b > 1", "false")]
    [InlineData("upper(s)", "null")]
    [InlineData("a ?? b", "2")]
    [InlineData("coalesce(a, missing, s, 'z')", "\"z\"")]
    [InlineData("if(a > 1, 'x', 'y')", "\"y\"")]
    [InlineData("min(a, b, 5)", "2")]
    [InlineData("is_null(missing)", "true")]
    public void Treats_null_as_it_says(string expression, string expected) =>
        Expressions.ShouldBeJson(Expressions.Evaluate(expression, """[{"a":null,"b":2,"s":null},{"a":1,"b":2,"s":"x","missing":1}]""").Split(',')[0].Trim('[', ']'), expected);

    [Theory]
    [InlineData("\"5\" = 5", "false")]
    [InlineData("\"5\" != 5", "true")]
    [InlineData("\"5\" < 6", "false")]
    [InlineData("'a' = 'A'", "false")]
    [InlineData("'B' < 'a'", "true")]
    [InlineData("true = 1", "false")]
    [InlineData("2 < 10", "true")]
    [InlineData("'2' < '10'", "false")]
    public void Compares_by_type(string expression, string expected) => Expressions.Constant(expression).Json.ShouldBe(expected);

    [Theory]
    [InlineData("if(b = 0, 0, a / b)", "[0,2]")]
    [InlineData("b != 0 and a / b > 1", "[false,true]")]
    [InlineData("b = 0 or a / b > 1", "[true,true]")]
    [InlineData("null_if(b, 0) ?? a / b", "[\"<division_by_zero>\",2]")]
    [InlineData("try(a / b, -1)", "[-1,2]")]
    public void Evaluates_only_what_is_asked_for(string expression, string expected) =>
        Expressions.ShouldBeJson(Expressions.Evaluate(expression, """[{"a":4,"b":0},{"a":4,"b":2}]"""), expected);

    [Fact]
    public void Reads_fields_of_mixed_types_value_by_value()
    {
        const string Records = """[{"m":2},{"m":"2"},{"m":2.5},{"m":null},{},{"m":[1]},{"m":1e300}]""";

        Expressions.ShouldBeJson(Expressions.Evaluate("m * 2", Records), """[4,"<calculation_operand>",5,null,null,"<calculation_operand>","<number_out_of_range>"]""");
        Expressions.ShouldBeJson(Expressions.Evaluate("m = 2", Records), "[true,false,false,false,false,false,false]");
        Expressions.ShouldBeJson(Expressions.Evaluate("m = '2'", Records), "[false,true,false,false,false,false,false]");
        Expressions.ShouldBeJson(Expressions.Evaluate("m > 1", Records), "[true,false,true,false,false,false,false]");
    }

    [Fact]
    public void Values_of_several_types_make_a_json_column() =>
        Expressions.ShouldBeJson(Expressions.Evaluate("if(a > 1, 'many', a)", """[{"a":1},{"a":2}]"""), """[1,"many"]""");

    [Theory]
    [InlineData("", 1, "a value, a field or a function is expected here, not the end")]
    [InlineData("a +", 4, "not the end")]
    [InlineData("a ++ * 2", 6, "not '*'")]
    [InlineData("(a + 1", 7, "')' is expected")]
    [InlineData("a b", 3, "an operator or the end is expected here, not 'b'")]
    [InlineData("a < b < 3", 7, "comparisons do not chain")]
    [InlineData("'abc", 1, "not closed")]
    [InlineData("a + 'x\\q'", 7, "no escape")]
    [InlineData("`abc", 1, "not closed")]
    [InlineData("case a 1 then 2 end", 8, "'when' is expected")]
    [InlineData("a ** 2", 3, "'**' means nothing here. Write power(a, b).")]
    [InlineData("a ^ 2", 3, "power(a, b)")]
    [InlineData("a::int", 2, "Write cast(value as type).")]
    [InlineData("a => 2", 3, "Write >=.")]
    [InlineData("a === 2", 3, "Write =.")]
    [InlineData("j ->> 'k'", 3, "Write json_get(json, 'a.b'), or a.b.")]
    [InlineData("s ~ 'x'", 3, "regex_match")]
    [InlineData("{{s}}", 1, "its name alone")]
    [InlineData("$.s", 1, "its name alone")]
    [InlineData("a # b", 3, "no comments")]
    [InlineData("‘x’", 1, "straight quotes")]
    [InlineData("a – 2", 3, "minus of the keyboard")]
    [InlineData("a × 2", 3, "Write *.")]
    [InlineData("a mod 2", 3, "Write a % b.")]
    [InlineData("a div 2", 3, "Write div(a, b).")]
    [InlineData("s ilike 'X%'", 3, "Write lower(text) like 'a%'.")]
    [InlineData("s rlike 'x'", 3, "regex_match")]
    [InlineData("extract(year from s)", 14, "Write year(moment)")]
    [InlineData("if t then 1 else 2", 4, "A function takes its arguments in parentheses: if(condition, value, ..., otherwise)")]
    [InlineData("upper s", 7, "upper(text: string) -> string")]
    [InlineData("'it's'", 5, "A quote inside of text is written twice: 'it''s'.")]
    [InlineData("a in [1, 2]", 6, "a list in parentheses, such as status in ('new', 'open'), is expected here, not '['.")]
    [InlineData("[1, 2]", 1, "json_array(1, 2)")]
    [InlineData(".5", 1, "0.5")]
    [InlineData("s not null", 7, "'is not null'")]
    [InlineData("s || t", 1, "Texts are joined by & or concat(), not by ||.")]
    [InlineData("date('2025-01-01') + 1", 1, "Move it by date_add()")]
    [InlineData("now()", 1, "'now' is not a function. The result would differ when the run is repeated; run_time()")]
    [InlineData("substr(s, 1, 2)", 1, "counts from 0")]
    [InlineData("datediff(s, s)", 1, "Write date_diff(from, to, 'day').")]
    [InlineData("rnd(a)", 1, "'rnd' is not a function.")]
    [InlineData("jsonobject('a', 1)", 1, "Did you mean 'json_object'?")]
    [InlineData("json_object('a')", 1, "pairs of a name and a value")]
    [InlineData("json_object(1, 'a')", 13, "needs the name of a field here, which is text, not int64")]
    [InlineData("date_trunc(timestamp('2025-01-01'), 'day', 'Europe/Berln')", 44, "Did you mean 'Europe/Berlin'?")]
    [InlineData("case when a then 1", 19, "'end' is expected")]
    [InlineData("a in ()", 3, "empty")]
    [InlineData("a is 5", 6, "'null' is expected")]
    [InlineData("end + 1", 1, "backquotes")]
    [InlineData("1 + uper(s)", 5, "Did you mean 'upper'?")]
    [InlineData("1 + aa", 5, "Did you mean 'a'?")]
    [InlineData("upper(s, s)", 1, "upper(text: string) -> string")]
    [InlineData("a + s", 5, "'+' needs decimal here, not string.")]
    [InlineData("s + 1", 1, "join texts by & or concat()")]
    [InlineData("upper(a)", 7, "Convert it by to_string().")]
    [InlineData("if(a, 1, 2)", 4, "Compare it with something")]
    [InlineData("a and t", 1, "'and' needs bool")]
    [InlineData("s.x", 1, "'s.x' leads into 's', which is string")]
    [InlineData("cast(a as decimla)", 11, "Did you mean 'decimal'?")]
    [InlineData("1 / 0", 3, "Nothing can be divided by zero")]
    [InlineData("99999999999999999999999999999999999999999", 1, "more than 38 digits")]
    [InlineData("j[x]", 3, "a number or a quoted name")]
    [InlineData("regex_match(s, '(')", 16, "no regular expression")]
    [InlineData("date_add(date('2025-01-01'), 1, 'dya')", 33, "Did you mean 'day'?")]
    [InlineData("date('x')", 1, "cannot be read as the type")]
    [InlineData("date('2025-01-01') > 'yesterday'", 22, "'yesterday' is no date or time")]
    [InlineData("parse_date(s, 'qq')", 1, "")]
    [InlineData("parse_date(s, s)", 15, "written out here")]
    public void Says_where_what_is_wrong(string expression, int position, string message)
    {
        var problem = Expressions.Problems(expression).ShouldHaveSingleItem();

        problem.Path.ShouldBe("$.expression");
        problem.Message.ShouldStartWith($"position {position}: ");
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void Refuses_what_is_too_long_or_too_deep()
    {
        Expressions.Problems(new string('1', 5000)).ShouldHaveSingleItem().Message.ShouldContain("more than 4096 bytes");
        Expressions.Problems($"{new string('(', 70)}1{new string(')', 70)}").ShouldHaveSingleItem().Message.ShouldContain("nested more than 64 deep");
        Expressions.Problems(string.Join(" + ", Enumerable.Repeat("a", 100))).ShouldHaveSingleItem().Message.ShouldContain("nested more than 64 deep");
        Expressions.Problems(string.Concat(Enumerable.Repeat("-", 2000)) + "a").ShouldHaveSingleItem().Message.ShouldContain("nested more than 64 deep");
        // A long chain of one of these operators is not deep.
        Expressions.Problems(string.Join(" or ", Enumerable.Range(0, 200).Select(i => $"a = {i}"))).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_is_written_is_an_expression_or_a_problem()
    {
        string[] pieces =
        [
            "a", "b", "s", "j", "t", ".", "[", "]", "(", ")", ",", "+", "-", "*", "/", "%", "&", "?", ":", "??", "!", "=", "<", "and", "or", "not", "in", "between", "is", "null",
            "case", "when", "then", "else", "end", "cast", "as", "int", "like", "'", "'x'", "\"y\"", "`", "\\", "1", "2.5", "1e9", "true", "if(", "upper(", "repeat(", "date(", "power(", "try(", " ", "é", "\u0000", "𝄞",
        ];
        var random = new Random(20250117);
        var valid = 0;
        using var batch = JsonRecords.Parse("""[{"a":1,"b":2.5,"s":"x","t":true,"j":{"k":1}}]""");
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)] + (random.Next(2) == 0 ? " " : "")));
            var problems = new Problems();
            Expression.Parse(text, "$", problems)?.Describe("r", batch.Schema, "$", problems);
            valid += problems.Count == 0 ? 1 : 0;
            problems.ShouldAllBe(problem => problem.Message.StartsWith("position ", StringComparison.Ordinal));
        }

        valid.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("repeat('x', 2000000)")]
    [InlineData("concat(repeat('x', 999999), repeat(repeat('x', 1000), 1000), repeat('x', 999999), repeat(repeat('x', 1000), 1001))")]
    [InlineData("replace(repeat('x', 1000), 'x', repeat('x', 2000))")]
    [InlineData("pad_left('x', 9000000000)")]
    public void A_text_that_grows_without_measure_is_an_error(string expression) => Expressions.Problems(expression).ShouldHaveSingleItem().Message.ShouldContain("too long");

    [Fact]
    public void Binds_to_whatever_schema_comes_when_none_was_known()
    {
        var expression = Expression.Parse("a * 2", "$", new Problems())!;

        string Run(string records)
        {
            using var batch = JsonRecords.Parse(records);
            var failed = new List<string>();
            var column = expression.Evaluate(batch, [0], Steps.Context, (_, error) => failed.Add(error.Code));
            using var result = new RecordBatch(new Schema(expression.Describe("r", batch.Schema)), [column], 1);
            return failed.Count > 0 ? failed[0] : JsonRecords.Write(result);
        }

        Run("""[{"a":2}]""").ShouldBe("""[{"r":4}]""");
        Run("""[{"a":2.5}]""").ShouldBe("""[{"r":5.0}]""");
        Run("""[{"b":1}]""").ShouldBe("""[{"r":null}]""");
        Run("""[{"a":"x"}]""").ShouldBe("calculation_operand");
        Run("""[{"b":0,"a":3}]""").ShouldBe("""[{"r":6}]""");
    }
}
