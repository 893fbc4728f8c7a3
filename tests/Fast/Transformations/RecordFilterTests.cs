using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class RecordFilterTests
{
    [Theory]
    [InlineData("""{"field":"s","operator":"equals","value":"Open"}""", "1")]
    [InlineData("""{"field":"s","operator":"==","value":"open","case_insensitive":true}""", "1 2")]
    [InlineData("""{"field":"s","operator":"not_equals","value":"Open"}""", "2 3 4")]
    [InlineData("""{"field":"s","operator":"!=","value":null}""", "1 2 3")]
    [InlineData("""{"field":"s","operator":"in","value":["Open",null]}""", "1 4")]
    [InlineData("""{"field":"s","operator":"not_in","value":["Open"]}""", "2 3 4")]
    [InlineData("""{"field":"s","operator":"contains","value":"pe"}""", "1 2")]
    [InlineData("""{"field":"s","operator":"contains","value":"PE","case_insensitive":true}""", "1 2")]
    [InlineData("""{"field":"s","operator":"starts_with","value":"o"}""", "2")]
    [InlineData("""{"field":"s","operator":"ends_with","value":"N","case_insensitive":true}""", "1 2")]
    [InlineData("""{"field":"s","operator":"matches","value":"^[Oo]p\\w+$"}""", "1 2")]
    [InlineData("""{"field":"s","operator":"matches","value":"(o)p(?=en)","case_insensitive":true}""", "1 2")]
    [InlineData("""{"field":"s","operator":"exists"}""", "1 2 3 4")]
    [InlineData("""{"field":"s","operator":"not_exists"}""", "5")]
    [InlineData("""{"field":"s","operator":"is_null"}""", "4")]
    [InlineData("""{"field":"s","operator":"is_not_null"}""", "1 2 3")]
    [InlineData("""{"field":"s","operator":"is_empty"}""", "3 4")]
    [InlineData("""{"field":"id","operator":"greater_than","value":3}""", "4 5")]
    [InlineData("""{"field":"id","operator":">=","value":3.5}""", "4 5")]
    [InlineData("""{"field":"id","operator":"lt","value":2}""", "1")]
    [InlineData("""{"field":"id","operator":"less_or_equal","value":2.0}""", "1 2")]
    [InlineData("""{"field":"id","operator":"between","value":[2,4]}""", "2 3 4")]
    [InlineData("""{"field":"id","operator":"equals","value":"5"}""", "")]
    [InlineData("""{"field":"m","operator":"equals","value":5}""", "1 3")]
    [InlineData("""{"field":"m","operator":"equals","value":"5"}""", "2")]
    [InlineData("""{"field":"m","operator":"equals","value":{"b":[1],"a":2.0}}""", "4")]
    [InlineData("""{"field":"m","operator":"contains","value":"x\"y"}""", "5")]
    [InlineData("""{"field":"m.a","operator":"equals","value":2}""", "4")]
    [InlineData("""{"field":"m[1]","operator":"equals","value":true}""", "5")]
    [InlineData("""{"field":"dotted.name","operator":"equals","value":"exact"}""", "1")]
    [InlineData("""{"all":[{"field":"id","operator":">","value":1},{"field":"s","operator":"exists"}]}""", "2 3 4")]
    [InlineData("""{"any":[{"field":"id","operator":">","value":4},{"field":"s","operator":"=","value":"Open"},{"field":"id","operator":"=","value":1}]}""", "1 5")]
    [InlineData("""{"not":{"any":[{"field":"id","operator":"in","value":[1,2]},{"field":"id","operator":"=","value":4}]}}""", "3 5")]
    public void Keeps_what_matches(string condition, string expected)
    {
        const string Records = """
            [
              {"id":1,"s":"Open","m":5,"dotted.name":"exact","dotted":{"name":"path"}},
              {"id":2,"s":"open","m":"5","dotted":{"name":"exact"}},
              {"id":3,"s":"","m":5.00},
              {"id":4,"s":null,"m":{"a":2,"b":[1]}},
              {"id":5,"m":["x\"y",true]}
            ]
            """;

        Kept($$"""{"type":"record_filter","condition":{{condition}}}""", Records).ShouldBe(expected);
        // Leaving out twice over is the same as keeping.
        var all = "1 2 3 4 5".Split(' ');
        Kept($$"""{"type":"record_filter","mode":"exclude","condition":{{condition}}}""", Records).ShouldBe(string.Join(' ', all.Except(expected.Split(' '))));
    }

    [Fact]
    public void Counts_what_it_leaves_behind_as_filtered_not_as_rejected()
    {
        var result = Steps.Run("""[{"type":"record_filter","name":"completed only","condition":{"field":"s","operator":"equals","value":"x"}}]""", """[{"s":"x"},{"s":"y"},{"s":"z"}]""");

        var counts = result.Counts.ShouldHaveSingleItem();
        (counts.Name, counts.Type, counts.In, counts.Out, counts.Filtered, counts.Rejected).ShouldBe(("completed only", "record_filter", 3, 1, 2, 0));
    }

    [Fact]
    public void Digits_are_ascii_unless_unicode_is_asked_for()
    {
        const string Records = """[{"id":1,"s":"7"},{"id":2,"s":"٧"}]""";

        Kept("""{"type":"record_filter","condition":{"field":"s","operator":"matches","value":"^[\\d]+$"}}""", Records).ShouldBe("1");
        Kept("""{"type":"record_filter","condition":{"field":"s","operator":"matches","value":"^\\d$","unicode":true}}""", Records).ShouldBe("1 2");
        Kept("""{"type":"record_filter","condition":{"field":"s","operator":"matches","value":"^\\D$"}}""", Records).ShouldBe("2");
    }

    [Fact]
    public void A_pattern_that_takes_too_long_rejects_the_record()
    {
        // The look-ahead needs backtracking, and this text makes it try every split.
        var text = new string('a', 40) + "!";

        var result = Steps.Run("""{"type":"record_filter","condition":{"field":"s","operator":"matches","value":"^(?=(a+)+$)a"}}""", $$"""[{"s":"{{text}}"},{"s":"aa"}]""");

        result.Records.ShouldBe("""[{"s":"aa"}]""");
        result.Rejected.ShouldHaveSingleItem().Errors[0].Code.ShouldBe("regex_timeout");
    }

    [Theory]
    [InlineData("""{"field":"s","operator":"equal","value":"x"}""", ".condition.operator", "Did you mean 'equals'?")]
    [InlineData("""{"field":"s","operator":"equals"}""", ".condition.value", "is required")]
    [InlineData("""{"field":"s","operator":"is_null","value":1}""", ".condition.value", "is not needed")]
    [InlineData("""{"field":"s","operator":"in","value":1}""", ".condition.value", "must be a list")]
    [InlineData("""{"field":"s","operator":"between","value":[1]}""", ".condition.value", "[low, high]")]
    [InlineData("""{"field":"s","operator":"matches","value":"("}""", ".condition.value", "is no regular expression")]
    [InlineData("""{"field":"s","operator":"equals","value":1,"val":2}""", ".condition.val", "Did you mean 'value'?")]
    [InlineData("""{"operator":"equals","value":1}""", ".condition.field", "is required")]
    [InlineData("""{"all":[]}""", ".condition.all", "at least one")]
    [InlineData("""{"all":[{"not":{"field":"s","operator":"eqals","value":1}}]}""", ".condition.all[0].not.operator", "Did you mean 'equals'?")]
    [InlineData("""{"field":"t","operator":"equals","value":1}""", ".condition.field", "no field 't'")]
    [InlineData("""{}""", ".condition", "must be one of")]
    public void Says_what_is_wrong(string condition, string path, string message)
    {
        using var records = JsonRecords.Parse("""[{"s":"t"}]""");

        Steps.Problems($$"""[{"type":"field_operation","field_name":"s","operation":"trim"},{"type":"record_filter","condition":{{condition}}}]""", records.Schema)
            .ShouldContain(problem => problem.Path == "$.transformations[1]" + path && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    private static string Kept(string step, string records) =>
        string.Join(' ', JsonNode.Parse(Steps.Run(step, records).Records)!.AsArray().Select(record => record!["id"]!.ToString()));
}
