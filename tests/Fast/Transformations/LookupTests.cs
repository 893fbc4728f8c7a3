using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class LookupTests
{
    private const string Countries = """[{"code":"NZ","name":"New Zealand"},{"code":"DE","name":"Germany"},{"code":"NZ","name":"Aotearoa"},{"code":null,"name":"Nowhere"}]""";

    [Theory]
    [InlineData("", """[{"c":"New Zealand"},{"c":null},{"c":null},{"c":null}]""")]
    [InlineData(""","target_field":"country" """, """[{"c":"NZ","country":"New Zealand"},{"c":"XX","country":null},{"c":null,"country":null},{"country":null}]""")]
    [InlineData(""","on_missing":"keep" """, """[{"c":"New Zealand"},{"c":"XX"},{"c":null},{}]""")]
    [InlineData(""","on_missing":"reject" """, """[{"c":"New Zealand"}]""")]
    public void A_value_gives_what_the_source_has_first(string settings, string expected) =>
        Steps.ShouldBeJson(Run($$"""{"type":"lookup","field_name":"c","source":"countries","key_field":"code","value_field":"name"{{settings}}}""").Records, expected);

    [Fact]
    public void Problems_name_the_setting()
    {
        var inputs = new JsonInputs(new Dictionary<string, string> { ["countries"] = Countries });
        Steps.Problems("""{"type":"lookup","field_name":"c","source":"countries","key_field":"cod","value_field":"nam"}""", inputs: inputs)
            .Select(problem => problem.Path).ShouldBe(["$.transformations.key_field", "$.transformations.value_field"]);
        var large = new JsonInputs(new Dictionary<string, string> { ["countries"] = Countries }, fitInMemory: false);
        Steps.Problems("""{"type":"lookup","field_name":"c","source":"countries","key_field":"code","value_field":"name"}""", inputs: large)
            .ShouldHaveSingleItem().Message.ShouldContain("use a join");
    }

    private static StepsResult Run(string step)
    {
        var named = new JsonInputs(new Dictionary<string, string> { ["countries"] = Countries });
        using var records = JsonRecords.Parse("""[{"c":"NZ"},{"c":"XX"},{"c":null},{}]""");
        return StepRun.Run(Steps.Compile(step, records.Schema, named), named, records, pieces: 1, memory: 1 << 20);
    }
}
