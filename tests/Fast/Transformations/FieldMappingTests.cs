using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class FieldMappingTests
{
    [Theory]
    [InlineData("title_case", "USB cable", "Usb Cable")]
    [InlineData("title_case", "o'neil's jean-luc", "O'neil's Jean-Luc")]
    [InlineData("title_case", "'n 'quoted words' ’é", "'N 'Quoted Words' ’É")]
    [InlineData("title_case", "'n 'quoted words'", "'N 'Quoted Words'")]
    [InlineData("title_case", "3d printer v2b", "3d Printer V2b")]
    [InlineData("title_case", "ÉLAN VITAL über-straße", "Élan Vital Über-Straße")]
    [InlineData("title_case", "ǆ ǉubav", "ǅ ǈubav")]
    [InlineData("title_case", "o’neil", "O’neil")]
    [InlineData("title_case", "𐐨𐐩", "𐐀𐐩")]
    [InlineData("title_case", "საქართველო", "საქართველო")]
    [InlineData("title_case", "e\u0301LAN", "E\u0301lan")]
    [InlineData("title_case", "", "")]
    [InlineData("Title Case", "two words", "Two Words")]
    [InlineData("uppercase", "straße é", "STRAßE É")]
    [InlineData("lowercase", "JOHN.DOE@EXAMPLE.COM", "john.doe@example.com")]
    [InlineData("lowercase", "ÀÉ Ж", "àé ж")]
    [InlineData("trim", " \t\u00a0a b\u3000", "a b")]
    [InlineData("trim", "   ", "")]
    public void Changes_text(string operation, string before, string after)
    {
        // The second record keeps the column from being all ASCII or not by chance of the first.
        foreach (var neighbour in new[] { "plain", "ñandú" })
        {
            var result = Steps.Run(
                $$"""{"type":"field_operation","field_name":"n","operation":"{{operation}}"}""",
                $$"""[{"n":{{Json(before)}}},{"n":"{{neighbour}}"},{"n":null},{}]""");

            System.Text.Json.Nodes.JsonNode.Parse(result.Records)![0]!["n"]!.GetValue<string>().ShouldBe(after);
        }
    }

    [Fact]
    public void Nulls_and_missing_values_stay_what_they_are()
    {
        var result = Steps.Run("""{"type":"field_operation","field_name":"n","operation":"uppercase"}""", """[{"n":"a","k":1},{"n":null,"k":2},{"k":3}]""");

        result.Records.ShouldBe("""[{"n":"A","k":1},{"n":null,"k":2},{"k":3}]""");
    }

    [Fact]
    public void In_a_mixed_field_text_is_changed_and_the_rest_stays()
    {
        var result = Steps.Run(
            """{"type":"field_operation","field_names":["n"],"operation":"uppercase"}""",
            """[{"n":"say \"a\"\n"},{"n":12.50},{"n":{"a":"b"}},{"n":true},{"n":"é\\"}]""");

        Steps.ShouldBeJson(result.Records, """[{"n":"SAY \"A\"\n"},{"n":12.50},{"n":{"a":"b"}},{"n":true},{"n":"É\\"}]""");
    }

    [Fact]
    public void Reaches_into_nested_fields()
    {
        var result = Steps.Run(
            """{"type":"field_operation","field_name":"address.city","operation":"title_case"}""",
            """[{"address":{"zip":"10001","city":"new york","x":[1, 2]}},{"address":{"zip":"1"}},{"address":null},{}]""");

        result.Records.ShouldBe("""[{"address":{"zip":"10001","city":"New York","x":[1, 2]}},{"address":{"zip":"1"}},{"address":null},{}]""");
    }

    [Theory]
    [InlineData("""{"type":"field_mapping","field_name":"b","target_field":"x"}""", """[{"a":1,"x":"t","c":3}]""")]
    [InlineData("""{"type":"field_mapping","field_name":"b","operation":"uppercase","target_field":"x"}""", """[{"a":1,"x":"T","c":3}]""")]
    [InlineData("""{"type":"field_mapping","mappings":{"c":"z","a":"y"}}""", """[{"y":1,"b":"t","z":3}]""")]
    [InlineData("""{"type":"field_mapping","mappings":{"c":"z","a":"a"},"keep_unmapped":false}""", """[{"a":1,"z":3}]""")]
    public void Renames_in_place_and_selects(string step, string expected) =>
        Steps.Run(step, """[{"a":1,"b":"t","c":3}]""").Records.ShouldBe(expected);

    [Theory]
    [InlineData("""{"mappings":{"a":"b","b":"a"}}""", """[{"b":1,"a":"t","c":3}]""")]
    [InlineData("""{"mappings":[{"source":"c","target_field":"z"},{"source":"a"}],"keep_unmapped":false}""", """[{"z":3,"a":1}]""")]
    [InlineData("""{"mappings":[{"source":"c","target_field":"z"},{"source":"a"}]}""", """[{"a":1,"b":"t","z":3}]""")]
    [InlineData("""{"mappings":[{"source":"a","target_field":"x"},{"source":"a","target_field":"y","type":"string"}]}""", """[{"x":1,"y":"1","b":"t","c":3}]""")]
    [InlineData("""{"mappings":[{"field_name":"b","operation":"upper"},{"target_field":"k","default":"k"}]}""", """[{"a":1,"b":"T","c":3,"k":"k"}]""")]
    [InlineData("""{"mappings":[{"source":"zip","default":"none"}]}""", """[{"a":1,"b":"t","c":3,"zip":"none"}]""")]
    [InlineData("""{"mappings":[{"source":"b","type":"int64","on_error":"null"}]}""", """[{"a":1,"b":null,"c":3}]""")]
    [InlineData("""{"mappings":[{"source":"b","type":"int64","on_error":"null","default":0}]}""", """[{"a":1,"b":0,"c":3}]""")]
    [InlineData("""{"mappings":[{"source":"b","type":"int64","on_error":"keep"}]}""", """[{"a":1,"b":"t","c":3}]""")]
    [InlineData("""{"field_order":["c","b"]}""", """[{"c":3,"b":"t","a":1}]""")]
    [InlineData("""{"mappings":{"b":"z"},"field_order":["z"]}""", """[{"z":"t","a":1,"c":3}]""")]
    public void Maps_at_once(string options, string expected)
    {
        foreach (var type in new[] { "field_mapping", "schema_mapping" })
            Steps.Run($$"""{"type":"{{type}}",{{options[1..]}}""", """[{"a":1,"b":"t","c":3}]""").Records.ShouldBe(expected);
    }

    [Fact]
    public void Rejects_records_that_lack_what_is_required_or_cannot_be_cast()
    {
        var result = Steps.Run(
            """{"type":"schema_mapping","mappings":[{"source":"n","type":"int64","required":true},{"source":"o.d","target_field":"day","type":"date"}]}""",
            """[{"n":"1","o":{"d":"2025-01-15"}},{"n":"x","o":{"d":"2025-01-15"}},{"n":null},{"o":{"d":"soon"}},{"n":"4","o":{}}]""");

        result.Records.ShouldBe("""[{"n":1,"o":{"d":"2025-01-15"},"day":"2025-01-15"},{"n":4,"o":{}}]""");
        result.Schema.Find("n")!.ShouldBe(new Core.Records.Field("n", Core.Records.DataType.Int64, Nullable: false));
        result.Rejected.Select(record => string.Join(' ', record.Errors.Select(error => $"{error.Field}:{error.Rule}:{error.Code}")))
            .ShouldBe(["n:cast:cast_failed n:required:required_missing", "n:required:required_missing", "n:required:required_missing o.d:cast:cast_failed"]);
    }

    [Theory]
    [InlineData("reject", "[]", 1)]
    [InlineData("null", """[{"n":null,"k":"a"}]""", 0)]
    [InlineData("keep", """[{"n":"ten","k":"a"}]""", 0)]
    public void On_error_says_what_becomes_of_what_cannot_be_taken(string onError, string first, int rejected)
    {
        var result = Steps.Run(
            $$"""{"type":"field_operation","field_name":"n","operation":"cast","parameters":{"type":"int64"},"on_error":"{{onError}}"}""",
            """[{"n":"ten","k":"a"},{"n":"11","k":"b"},{"n":null,"k":"c"},{"k":"d"}]""");

        Steps.ShouldBeJson(result.Records, $"{first[..^1]}{(first.Length > 2 ? "," : "")}{"""{"n":11,"k":"b"},{"n":null,"k":"c"},{"k":"d"}]"""}");
        result.Rejected.Count.ShouldBe(rejected);
    }

    [Fact]
    public void On_error_holds_inside_json_fields_as_well()
    {
        var result = Steps.Run(
            """{"type":"field_operation","field_name":"o.n","operation":"cast","parameters":{"type":"decimal"},"on_error":"keep"}""",
            """[{"o":{"n":"1.50"}},{"o":{"n":"x"}},{"o":{}}]""");

        result.Records.ShouldBe("""[{"o":{"n":1.50}},{"o":{"n":"x"}},{"o":{}}]""");
    }

    [Fact]
    public void Rows_that_an_earlier_step_took_out_do_not_fail()
    {
        var result = Steps.Run(
            """
            [{"type":"record_filter","condition":{"field":"n","operator":"matches","value":"^[0-9]+$"}},
             {"type":"field_operation","field_name":"n","operation":"cast","parameters":{"type":"int64"}},
             {"type":"field_operation","field_name":"n","operation":"round"}]
            """,
            """[{"n":"x"},{"n":"1"},{"n":"y"},{"n":"2"},{"n":"z"}]""");

        result.Records.ShouldBe("""[{"n":1},{"n":2}]""");
        result.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public void Counts_what_a_format_did_not_match()
    {
        var result = Steps.Run(
            """{"type":"field_operation","field_name":"p","operation":"format","parameters":{"regex":"^(\\d{3})(\\d{4})$","pattern":"$1-$2"}}""",
            """[{"p":"5551234"},{"p":"none"},{"p":"555 1234"}]""");

        result.Records.ShouldBe("""[{"p":"555-1234"},{"p":"none"},{"p":"555 1234"}]""");
        result.Counts.ShouldHaveSingleItem().Unmatched.ShouldBe(2);
    }

    [Fact]
    public void A_nested_value_becomes_a_field_after_its_root()
    {
        var result = Steps.Run(
            """{"type":"field_mapping","mappings":{"items[1].sku":"sku","o.o":"o"}}""",
            """[{"items":[{"sku":"a"},{"sku":"b"}],"n":1,"o":{"o":5}},{"items":[],"n":2,"o":{}}]""");

        result.Records.ShouldBe("""[{"items":[{"sku":"a"},{"sku":"b"}],"sku":"b","n":1,"o":5},{"items":[],"n":2}]""");
    }

    [Theory]
    [InlineData("""{"type":"field_mapping","field_name":"a"}""", "$.transformations", "does nothing")]
    [InlineData("""[{"type":"field_mapping","operation":"trim"}]""", "$.transformations[0].field_name", "is required")]
    [InlineData("""[{"type":"field_mapping","field_name":"b","operation":"titlecase"}]""", "$.transformations[0].operation", "Did you mean 'title_case'?")]
    [InlineData("""[{"type":"field_mapping","field_name":"b","operation":"uppercase","parameters":{"x":1}}]""", "$.transformations[0].parameters.x", "takes none")]
    [InlineData("""[{"type":"field_mapping","field_name":"b","operation":"trim","parameters":{"side":"left"}}]""", "$.transformations[0].parameters.side", "Did you mean 'sides'?")]
    [InlineData("""[{"type":"field_mapping","field_name":"b","opration":"trim"}]""", "$.transformations[0].opration", "Did you mean 'operation'?")]
    [InlineData("""[{"type":"field_mapping","field_name":"bb","operation":"trim"}]""", "$.transformations[0].field_name", "Did you mean 'b'?")]
    [InlineData("""[{"type":"field_mapping","field_name":"a","operation":"trim"}]""", "$.transformations[0].field_name", "is int64, but the operation works on text")]
    [InlineData("""[{"type":"field_mapping","field_name":"a","target_field":"b"}]""", "$.transformations[0].target_field", "is the name of a field already")]
    [InlineData("""[{"type":"field_mapping","mappings":{"a":"x","b":"x"}}]""", "$.transformations[0].mappings.b", "gives a second field the name 'x'")]
    [InlineData("""[{"type":"field_mapping","mappings":[{"target_field":"x"}]}]""", "$.transformations[0].mappings[0].source", "is required")]
    [InlineData("""[{"type":"field_mapping","mappings":[{"source":"a","tpye":"date"}]}]""", "$.transformations[0].mappings[0].tpye", "Did you mean 'type'?")]
    [InlineData("""[{"type":"field_mapping","mappings":[{"source":"a","type":"dat"}]}]""", "$.transformations[0].mappings[0].type", "Did you mean 'date'?")]
    [InlineData("""[{"type":"field_mapping","mappings":[{"source":"aa"}]}]""", "$.transformations[0].mappings[0].source", "Did you mean 'a'?")]
    [InlineData("""[{"type":"field_mapping","mappings":{"a":1}}]""", "$.transformations[0].mappings.a", "must be text")]
    [InlineData("""[{"type":"field_mapping","mappings":5}]""", "$.transformations[0].mappings", "must be an object")]
    [InlineData("""[{"type":"field_mapping","field_order":["aa"]}]""", "$.transformations[0].field_order[0]", "Did you mean 'a'?")]
    [InlineData("""[{"type":"field_mapping","field_name":"a","operation":"coalesce","parameters":{"fields":["bb"]}}]""", "$.transformations[0].parameters", "Did you mean 'b'?")]
    public void Says_what_is_wrong(string steps, string path, string message)
    {
        using var records = JsonRecords.Parse("""[{"a":1,"b":"t"}]""");

        Steps.Problems(steps, records.Schema).ShouldContain(problem => problem.Path == path && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
