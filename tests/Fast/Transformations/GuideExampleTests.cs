using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>The examples of the guide's sections 5.1.2 (e-commerce), 5.2.4 (customers, finances, CRM) and 5.2.5 (discounts), verbatim.</summary>
public sealed class GuideExampleTests
{
    [Fact]
    public void The_rules_with_the_templates_renaming_give_exactly_the_guides_records()
    {
        var rules = JsonNode.Parse(Golden("transformations"))!;
        rules["transformations"]!.AsArray().Insert(2, JsonNode.Parse("""{"type":"field_mapping","field_name":"price","target_field":"unit_price"}"""));

        var result = Steps.Run(rules.ToJsonString(), Golden("records"));

        Steps.ShouldBeJson(result.Records, Golden("expected"));
        NamesOf(result.Records).ShouldBe(NamesOf(Golden("expected")));
    }

    [Fact]
    public void The_rules_verbatim_keep_price()
    {
        var result = Steps.Run(Golden("transformations"), Golden("records"));

        Steps.ShouldBeJson(result.Records, Golden("expected").Replace("unit_price", "price", StringComparison.Ordinal));
        result.Rejected.ShouldBeEmpty();
        result.Counts.Select(counts => counts.Filtered).ShouldBe([0, 0, 1, 0, 0]);
        result.Counts.Select(counts => counts.Name).ShouldBe(["field_mapping 1", "field_calculation 2", "record_filter 3", "field_addition 4", "field_validation 5"]);
    }

    [Fact]
    public void A_record_that_fails_is_rejected_as_it_was_read()
    {
        var records = JsonNode.Parse(Golden("records"))!;
        records[2]!["customer_email"] = "john.doe(at)example.com";

        var result = Steps.Run(Golden("transformations"), records.ToJsonString());

        var rejected = result.Rejected.ShouldHaveSingleItem();
        Steps.ShouldBeJson(Encoding.UTF8.GetString(rejected.Record.Span), records[2]!.ToJsonString());
        (rejected.Partition, rejected.Ordinal).ShouldBe((3, 102));
        var error = rejected.Errors.ShouldHaveSingleItem();
        (error.Step, error.Field, error.Rule, error.Code).ShouldBe(("transformations[4]", "customer_email", "email_format", "invalid_email"));
    }

    [Fact]
    public void The_customer_rules_give_the_guides_records()
    {
        var result = Steps.Run(Golden("transformations", "customers"), Golden("records", "customers"));

        Steps.ShouldBeJson(result.Records, Golden("expected", "customers"));
        result.Rejected.ShouldBeEmpty();
    }

    [Fact]
    public void The_financial_aggregation_gives_the_guides_record()
    {
        var result = Steps.Run(Golden("transformations", "financial"), Golden("records", "financial"));

        Steps.ShouldBeJson(result.Records, Golden("expected", "financial"));
        NamesOf(result.Records).ShouldBe(NamesOf(Golden("expected", "financial")));
        var counts = result.Counts.ShouldHaveSingleItem();
        (counts.In, counts.Absorbed, counts.Added, counts.Out).ShouldBe((3, 3, 1, 1));
    }

    [Fact]
    public void The_join_with_the_crm_system_gives_the_guides_records()
    {
        var inputs = new Dictionary<string, string> { ["crm_system"] = Golden("source", "enrichment") };

        Steps.ShouldBeJson(Steps.Run(Golden("transformations", "enrichment"), Golden("records", "enrichment"), inputs).Records, Golden("expected", "enrichment"));
    }

    [Fact]
    public void The_conditional_gives_each_segment_its_discount() => Steps.ShouldBeJson(
        Steps.Run(Golden("transformations", "discounts"), """[{"id":1,"customer_segment":"VIP"},{"id":2,"customer_segment":"Standard"},{"id":3}]""").Records,
        """[{"id":1,"customer_segment":"VIP","discount_rate":0.15},{"id":2,"customer_segment":"Standard","discount_rate":0.05},{"id":3,"discount_rate":0.05}]""");

    private static IEnumerable<string> NamesOf(string records) => JsonNode.Parse(records)![0]!.AsObject().Select(property => property.Key);

    private static string Golden(string name, string example = "ecommerce") =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Transformations", "Golden", $"{example}.{name}.json"));
}
