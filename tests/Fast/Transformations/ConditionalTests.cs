using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class ConditionalTests
{
    private const string Records = """[{"id":1,"kind":"a","v":"x,y"},{"id":2,"kind":"b","v":"z"},{"id":3,"v":"w"},{"id":4,"kind":"a","v":null}]""";

    [Theory]
    [InlineData("""[{"type":"field_operation","field_name":"v","operation":"uppercase"}]""", "[]",
        """[{"id":1,"kind":"a","v":"X,Y"},{"id":2,"kind":"b","v":"z"},{"id":3,"v":"w"},{"id":4,"kind":"a","v":null}]""")]
    [InlineData("""[{"type":"field_addition","field_name":"n","value":1}]""", """[{"type":"field_addition","field_name":"n","value":"one"}]""",
        """[{"id":1,"kind":"a","v":"x,y","n":1},{"id":2,"kind":"b","v":"z","n":"one"},{"id":3,"v":"w","n":"one"},{"id":4,"kind":"a","v":null,"n":1}]""")]
    [InlineData("""[{"type":"record_splitting","field_name":"v","separator":","}]""", """[{"type":"record_filter","condition":{"field":"id","operator":"equals","value":3}}]""",
        """[{"id":1,"kind":"a","v":"x"},{"id":1,"kind":"a","v":"y"},{"id":3,"v":"w"},{"id":4,"kind":"a","v":null}]""")]
    [InlineData("""[{"type":"conditional","condition":{"field":"id","operator":"equals","value":1},"then":[{"type":"field_removal","field_name":"v"}]}]""", "[]",
        """[{"id":1,"kind":"a"},{"id":2,"kind":"b","v":"z"},{"id":3,"v":"w"},{"id":4,"kind":"a","v":null}]""")]
    public void Each_record_takes_its_branch_and_keeps_its_place(string then, string otherwise, string expected) =>
        Steps.ShouldBeJson(Steps.Run(Step(then, otherwise), Records).Records, expected);

    [Fact]
    public void Books_of_the_branches_are_the_steps_and_rejected_records_are_as_read()
    {
        var result = Steps.Run(
            Step("""[{"type":"record_splitting","field_name":"v","separator":","},{"type":"field_validation","field_name":"v","validation_type":"not_null"}]""", """[{"type":"record_filter","condition":{"field":"id","operator":"equals","value":3}}]"""),
            Records);

        var counts = result.Counts.ShouldHaveSingleItem();
        (counts.In, counts.Added, counts.Out, counts.Filtered, counts.Rejected).ShouldBe((4, 1, 3, 1, 1));
        var rejected = result.Rejected.ShouldHaveSingleItem();
        rejected.Ordinal.ShouldBe(103);
        rejected.Errors[0].Step.ShouldBe("transformations.then[1]");
    }

    [Theory]
    [InlineData("""[{"type":"aggregation","aggregated_fields":[{"input_field":"id","output_field":"n","operation":"count"}]}]""", "$.transformations.then[0].type")]
    [InlineData("""[{"type":"join","join_source":"s","primary_key":"id"}]""", "$.transformations.then[0].type")]
    [InlineData("""[{"type":"field_validation","field_name":"id","validation_type":"unique"}]""", "$.transformations.then[0].type")]
    [InlineData("""[{"type":"field_validation","field_name":"id","validation_type":"referential","parameters":{"source":"s","field":"id"}}]""", "$.transformations.then[0].type")]
    [InlineData("""[{"type":"field_operation","field_name":"v","operation":"uppercas"}]""", "$.transformations.then[0].operation")]
    public void Steps_that_need_more_than_the_record_at_hand_are_refused_inside(string then, string path) =>
        Steps.Problems(Step(then, "[]")).ShouldHaveSingleItem().Path.ShouldBe(path);

    [Fact]
    public void Nesting_ends_at_sixteen()
    {
        var step = """{"type":"field_removal","field_name":"v"}""";
        for (var depth = 0; depth < 17; depth++)
            step = Step($"[{step}]", "[]");

        Steps.Problems(step).ShouldHaveSingleItem().Message.ShouldContain("nested more than 16 deep");
    }

    private static string Step(string then, string otherwise) =>
        $$"""{"type":"conditional","condition":{"field":"kind","operator":"equals","value":"a"},"then":{{then}},"else":{{otherwise}}}""";
}
