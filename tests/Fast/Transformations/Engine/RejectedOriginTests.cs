using System.Text;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine;

/// <summary>A record that is rejected behind steps over the whole run is known by its place in the source.</summary>
public sealed class RejectedOriginTests
{
    private const string Records = """[{"id":1,"n":"b"},{"id":2,"n":""},{"id":3,"n":"a"},{"id":4,"n":"a"},{"id":5,"n":""}]""";
    private const string Check = """{"type":"field_validation","field_name":"name","validation_type":"required"}""";
    private const string Rename = """{"type":"field_mapping","field_name":"n","target_field":"name"}""";

    [Theory]
    [InlineData("""{"type":"sort","fields":[{"field":"name"}]}""")]
    [InlineData("""{"type":"limit","count":10}""")]
    [InlineData("""{"type":"sample","size":10}""")]
    [InlineData("""{"type":"deduplication","key_fields":["id"]}""")]
    [InlineData("""{"type":"field_validation","field_name":"id","validation_type":"unique"}""")]
    [InlineData("""{"type":"window","partition_by":["name"],"functions":[{"function":"row_number","output_field":"nr"}]}""")]
    [InlineData("""{"type":"sort","fields":[{"field":"name"}]},{"type":"field_addition","field_name":"x","value":"1"},{"type":"sort","fields":[{"field":"id","direction":"desc"}]}""")]
    public void The_step_passes_the_place_on(string whole)
    {
        var result = Steps.Run($"[{Rename},{whole},{Check}]", Records);

        result.Rejected.Select(rejected => (rejected.Partition, rejected.Ordinal, rejected.IsChanged)).Order().ShouldBe([(3, 101, true), (3, 104, true)]);
        // The harness has read them again, as a run does.
        result.Rejected.Select(rejected => Encoding.UTF8.GetString(rejected.Record.Span)).Order().ShouldBe(["""{"id":2,"n":""}""", """{"id":5,"n":""}"""]);
    }

    [Fact]
    public void A_join_passes_the_place_on_and_has_none_for_what_the_other_source_adds()
    {
        var inputs = new Dictionary<string, string> { ["other"] = """[{"key":2},{"key":9}]""" };

        var result = Steps.Run($$"""[{{Rename}},{"type":"join","join_source":"other","primary_key":"id","foreign_key":"key","join_type":"full"},{{Check}}]""", Records, inputs);

        result.Rejected.Select(rejected => rejected.IsChanged).Order().ShouldBe([false, true, true]);
        result.Rejected.Where(rejected => rejected.IsChanged).Select(rejected => rejected.Ordinal).Order().ShouldBe([101, 104]);
    }

    [Fact]
    public void Records_made_of_one_in_front_are_that_one()
    {
        var result = Steps.Run(
            """[{"type":"record_splitting","field_name":"items"},{"type":"sort","fields":[{"field":"items"}]},{"type":"field_validation","field_name":"items","validation_type":"number_range","parameters":{"min":2}}]""",
            """[{"items":[5]},{"items":[3,1,2]}]""");

        var rejected = result.Rejected.ShouldHaveSingleItem();
        (rejected.Ordinal, rejected.IsChanged).ShouldBe((101, true));
        Encoding.UTF8.GetString(rejected.Record.Span).ShouldBe("""{"items":[3,1,2]}""");
    }

    [Fact]
    public void What_an_aggregation_made_of_several_is_no_record_of_the_source()
    {
        var result = Steps.Run(
            """[{"type":"aggregation","group_by_fields":["n"],"aggregated_fields":[{"input_field":"*","operation":"count","output_field":"many"}]},{"type":"sort","fields":[{"field":"many"}]},{"type":"field_validation","field_name":"n","validation_type":"required"}]""",
            Records);

        var rejected = result.Rejected.ShouldHaveSingleItem();
        rejected.IsChanged.ShouldBeFalse();
        Encoding.UTF8.GetString(rejected.Record.Span).ShouldBe("""{"n":"","many":2}""");
    }
}
