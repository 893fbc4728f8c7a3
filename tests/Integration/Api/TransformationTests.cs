using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class TransformationTests(ApiServer server)
{
    [Fact]
    public async Task The_guides_rules_give_the_guides_records()
    {
        var preview = (await server.Admin.PostAsync("transformations/preview", Example.Of("PreviewTransformations"))).ShouldBe(HttpStatusCode.OK).Body;

        var records = preview.GetProperty("records").EnumerateArray().Select(record => JsonNode.Parse(record.GetRawText())!.AsObject()).ToList();
        foreach (var record in records)
        {
            DateTimeOffset.Parse(record["processed_timestamp"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).Offset.ShouldBe(TimeSpan.Zero);
            record.Remove("processed_timestamp");
        }

        var expected = JsonNode.Parse(
            """
            [
              {"order_id":"ORD-001","customer_id":"CUST-123","product_name":"Wireless Mouse","quantity":2,"price":29.99,"order_date":"2025-01-15T10:30:00Z","status":"completed","customer_email":"john.doe@example.com","total_price":59.98},
              {"order_id":"ORD-003","customer_id":"CUST-123","product_name":"Usb Cable","quantity":3,"price":9.99,"order_date":"2025-01-15T14:20:00Z","status":"completed","customer_email":"john.doe@example.com","total_price":29.97}
            ]
            """)!;
        JsonNode.DeepEquals(new JsonArray([.. records]), expected).ShouldBeTrue(preview.ToString());
        Numbers(preview.GetProperty("stats")).ShouldBe("read 3, written 2, rejected 0, filtered 1");
        preview.GetProperty("output_schema").GetProperty("fields").EnumerateArray().ShouldContain(field => field.GetProperty("name").GetString() == "total_price");
    }

    [Fact]
    public async Task A_rejected_record_comes_back_as_it_was_with_the_reason()
    {
        var body = Example.Of("PreviewTransformations");
        body["records"]![0]!["customer_email"] = "nobody";

        var rejected = (await server.Admin.PostAsync("transformations/preview", body)).ShouldBe(HttpStatusCode.OK).Body.GetProperty("rejected");

        var one = rejected.EnumerateArray().ShouldHaveSingleItem();
        JsonElement.DeepEquals(one.GetProperty("record"), JsonSerializer.SerializeToElement(body["records"]![0])).ShouldBeTrue(one.ToString());
        var error = one.GetProperty("errors")[0];
        error.GetProperty("step").GetString().ShouldBe("transformations[4]");
        error.GetProperty("field").GetString().ShouldBe("customer_email");
        error.GetProperty("rule").GetString().ShouldBe("email_format");
    }

    [Fact]
    public async Task A_record_that_cannot_be_kept_is_rejected_as_a_run_rejects_it()
    {
        var preview = (await server.Admin.PostAsync(
            "transformations/preview",
            """{"transformations":[{"type":"sort","fields":[{"field":"n"}]}],"records":[{"n":2},{"n":123456789012345678901234567890123456789.5},{"n":1}]}""")).ShouldBe(HttpStatusCode.OK).Body;

        preview.GetProperty("records").ToString().ShouldBe("""[{"n":1},{"n":2}]""");
        var rejected = preview.GetProperty("rejected").EnumerateArray().ShouldHaveSingleItem();
        rejected.GetProperty("record").GetRawText().ShouldBe("""{"n":123456789012345678901234567890123456789.5}""");
        rejected.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("number_out_of_range");
        Numbers(preview.GetProperty("stats")).ShouldBe("read 3, written 2, rejected 1, filtered 0");
    }

    [Fact]
    public async Task Without_records_there_is_no_field_to_miss()
    {
        const string Steps = """[{"type":"join","join_source":"s","primary_key":"k","included_fields":["v"]},{"type":"sort","fields":[{"field":"k"}]}]""";
        var none = (await server.Admin.PostAsync("transformations/preview", $$$"""{"transformations":{{{Steps}}},"records":[],"sources":{"s":[]}}""")).ShouldBe(HttpStatusCode.OK).Body;
        var unmatched = (await server.Admin.PostAsync("transformations/preview", $$$"""{"transformations":{{{Steps}}},"records":[{"k":1}],"sources":{"s":[]}}""")).ShouldBe(HttpStatusCode.OK).Body;
        var missing = (await server.Admin.PostAsync("transformations/preview", $$$"""{"transformations":{{{Steps}}},"records":[{"k":1}],"sources":{"s":[{"k":1,"w":2}]}}"""))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        Numbers(none.GetProperty("stats")).ShouldBe("read 0, written 0, rejected 0, filtered 0");
        unmatched.GetProperty("records").ToString().ShouldBe("""[{"k":1,"v":null}]""");
        missing.Body.GetProperty("errors")[0].GetProperty("message").GetString().ShouldStartWith("'s' has no field 'v'.");
    }

    [Fact]
    public async Task Wrong_steps_and_wrong_records_are_all_named()
    {
        var steps = (await server.Admin.PostAsync("transformations/preview", """{"transformations":[{"type":"record_fliter"},{"type":"field_addition"}],"records":[{"a":1}]}"""))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        var records = (await server.Admin.PostAsync("transformations/preview", """{"transformations":[],"records":[{"a":1},2,[]]}"""))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        steps.Paths.ShouldContain("$.transformations[0].type");
        steps.Paths.ShouldContain(path => path.StartsWith("$.transformations[1]", StringComparison.Ordinal));
        steps.Text.ShouldContain("record_filter");
        records.Paths.ShouldBe(["$.records[1]", "$.records[2]"]);
    }

    [Fact]
    public async Task Validating_gives_the_schema_that_comes_out_or_every_problem()
    {
        var good = (await server.Admin.PostAsync("transformations/validate", Example.Of("ValidateTransformations"))).ShouldBe(HttpStatusCode.OK).Body;
        var bad = (await server.Admin.PostAsync("transformations/validate", """{"transformations":{"type":"record_filter"}}""")).ShouldBe(HttpStatusCode.OK);

        good.GetProperty("valid").GetBoolean().ShouldBeTrue(good.ToString());
        good.GetProperty("output_schema").GetProperty("fields").EnumerateArray().ShouldContain(field => field.GetProperty("name").GetString() == "processed_timestamp");
        bad.Body.GetProperty("valid").GetBoolean().ShouldBeFalse();
        bad.Paths.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_wrong_schema_is_a_problem_among_others()
    {
        var judged = (await server.Admin.PostAsync("transformations/validate", """{"transformations":[{"type":"x"}],"input_schema":{"fields":[{"name":"a","type":"txt"}]}}"""))
            .ShouldBe(HttpStatusCode.OK);

        judged.Paths.ShouldBe(["$.input_schema.fields[0].type", "$.transformations[0].type"]);
    }

    [Fact]
    public async Task Samples_show_what_every_step_did_to_the_first_records()
    {
        var body = new
        {
            transformations = JsonSerializer.Deserialize<JsonElement>(
                """
                [{"type":"field_operation","name":"tidy","field_name":"e","operation":"trim"},
                 {"type":"field_validation","field_name":"e","validation_type":"email_format"},
                 {"type":"record_filter","condition":{"field":"n","operator":"greater_than","value":3}}]
                """),
            records = JsonSerializer.Deserialize<JsonElement>("""[{"n":1,"e":" a@b.cd"},{"n":2,"e":"x "},{"n":3,"e":"y"},{"n":4,"e":"c@d.ef"}]"""),
            options = new { samples = 1 },
        };

        var preview = (await server.Admin.PostAsync("transformations/preview", body)).ShouldBe(HttpStatusCode.OK).Body;

        var samples = preview.GetProperty("samples").EnumerateArray().ToList();
        samples.Select(sample => $"{sample.GetProperty("step")} {sample.GetProperty("name")} {sample.GetProperty("before")} {sample.GetProperty("after")}").ShouldBe(
        [
            """transformations[0] tidy [{"n":1,"e":" a@b.cd"}] [{"n":1,"e":"a@b.cd"}]""",
            """transformations[1] field_validation 2 [{"n":1,"e":"a@b.cd"}] [{"n":1,"e":"a@b.cd"}]""",
            """transformations[2] record_filter 3 [{"n":1,"e":"a@b.cd"}] [{"n":4,"e":"c@d.ef"}]""",
        ]);
        samples.Select(sample => sample.GetProperty("rejected").GetArrayLength()).ShouldBe([0, 1, 0]);
        samples[1].GetProperty("rejected")[0].GetProperty("record").GetRawText().ShouldBe("""{"n":2,"e":"x "}""");
        Numbers(preview.GetProperty("stats")).ShouldBe("read 4, written 1, rejected 2, filtered 1");
    }

    [Fact]
    public async Task Joins_and_aggregations_are_previewed_with_named_sources()
    {
        var body = JsonNode.Parse(
            """
            {"transformations":[
               {"type":"join","primary_key":"email","foreign_key":"email","join_source":"crm","included_fields":["segment"]},
               {"type":"aggregation","group_by_fields":["segment"],"aggregated_fields":[{"input_field":"amount","output_field":"total","operation":"sum"}]}],
             "records":[{"email":"a@b.cd","amount":1.10},{"email":"e@f.gh","amount":2},{"email":"a@b.cd","amount":3}],
             "sources":{"crm":[{"email":"a@b.cd","segment":"VIP"}]},
             "options":{"samples":5}}
            """)!;

        var preview = (await server.Admin.PostAsync("transformations/preview", body)).ShouldBe(HttpStatusCode.OK).Body;
        body["transformations"]![0]!["join_source"] = "crn";
        var misspelt = (await server.Admin.PostAsync("transformations/preview", body)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        var expected = JsonSerializer.Deserialize<JsonElement>("""[{"segment":"VIP","total":4.10},{"segment":null,"total":2}]""");
        JsonElement.DeepEquals(preview.GetProperty("records"), expected).ShouldBeTrue(preview.ToString());
        preview.GetProperty("samples").EnumerateArray().Select(sample => $"{sample.GetProperty("before").GetArrayLength()} {sample.GetProperty("after").GetArrayLength()}").ShouldBe(["3 3", "3 2"]);
        misspelt.Text.ShouldContain("crm");
    }

    [Fact]
    public async Task A_preview_of_more_than_anybody_reads_is_refused()
    {
        var body = new
        {
            transformations = new { type = "join", primary_key = "k", foreign_key = "k", join_source = "other" },
            records = Enumerable.Range(0, 200).Select(n => new { k = 1, n }),
            sources = new { other = Enumerable.Range(0, 200).Select(m => new { k = 1, m }) },
        };

        (await server.Admin.PostAsync("transformations/preview", body)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.records"]);
    }

    [Fact]
    public async Task Wrong_sources_and_options_are_all_named()
    {
        var options = (await server.Admin.PostAsync("transformations/preview", """{"transformations":[],"records":[],"options":{"samples":101,"sample":1}}"""))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        var sources = (await server.Admin.PostAsync("transformations/preview", """{"transformations":[],"records":{},"sources":{"crm":[{},1],"erp":{}}}"""))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        options.Paths.Order(StringComparer.Ordinal).ShouldBe(["$.options.sample", "$.options.samples"]);
        sources.Paths.Order(StringComparer.Ordinal).ShouldBe(["$.records", "$.sources.crm[1]", "$.sources.erp"]);
    }

    [Fact]
    public async Task Every_step_type_is_listed_with_a_schema_and_an_example_that_gives_what_it_says()
    {
        var types = (await server.Admin.GetAsync("transformation-types?limit=200")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().ToList();

        types.Count.ShouldBeGreaterThan(4);
        foreach (var type in types)
        {
            var example = type.GetProperty("example");
            var name = type.GetProperty("type").GetString();
            foreach (var text in new[] { "display_name", "description", "category" })
                type.GetProperty(text).GetString().ShouldNotBeNullOrEmpty(name);
            type.GetProperty("options_schema").GetProperty("properties").GetProperty("type").GetProperty("const").GetString().ShouldBe(name);
            var judged = (await server.Admin.PostAsync("transformations/validate", new { transformations = example })).ShouldBe(HttpStatusCode.OK).Body;
            judged.GetProperty("valid").GetBoolean().ShouldBeTrue($"{name}: {judged}");
            var body = new JsonObject { ["transformations"] = JsonObject.Create(example), ["records"] = JsonArray.Create(type.GetProperty("example_records")) };
            if (type.TryGetProperty("example_sources", out var sources))
                body["sources"] = JsonObject.Create(sources);
            var preview = (await server.Admin.PostAsync("transformations/preview", body)).ShouldBe(HttpStatusCode.OK).Body;
            JsonElement.DeepEquals(preview.GetProperty("records"), type.GetProperty("example_result")).ShouldBeTrue($"{name}: {preview}");
        }
    }

    private static string Numbers(JsonElement stats) => string.Join(", ", stats.EnumerateObject().Select(number => $"{number.Name} {number.Value}"));
}
