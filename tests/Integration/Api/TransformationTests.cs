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
    public async Task Every_step_type_is_listed_with_its_schema_and_an_example_that_validates()
    {
        var types = (await server.Admin.GetAsync("transformation-types")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray().ToList();

        types.Count.ShouldBeGreaterThan(4);
        foreach (var type in types)
        {
            var judged = (await server.Admin.PostAsync("transformations/validate", new { transformations = type.GetProperty("example") })).ShouldBe(HttpStatusCode.OK).Body;
            judged.GetProperty("valid").GetBoolean().ShouldBeTrue($"{type.GetProperty("type")}: {judged}");
        }
    }

    private static string Numbers(JsonElement stats) => string.Join(", ", stats.EnumerateObject().Select(number => $"{number.Name} {number.Value}"));
}
