using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Pipelines;

public sealed class ParameterNamesTests
{
    private const string Pipeline = """
        {"source":{"config":{"path":"${folder}/${day}.csv","pattern":"${ignored}"}},"transformations":[{"value":"$${literal}"}],"parameters":{"day":null,"mode":"all"}}
        """;

    [Fact]
    public void What_is_declared_and_what_is_used_can_be_given() =>
        ParameterNames.In(JsonSerializer.Deserialize<JsonElement>(Pipeline)).ShouldBe(["day", "folder", "mode"]);

    [Theory]
    [InlineData("day")]
    [InlineData("folder")]
    [InlineData("mode")]
    public void A_known_name_is_no_problem(string name) => Check(Pipeline, name).ShouldBeEmpty();

    [Fact]
    public void Every_other_name_is_one_with_a_suggestion()
    {
        var problems = Check(Pipeline, "dya", "somewhere", "literal", "ignored");

        problems.Select(problem => problem.Path).ShouldBe(["$.parameters.dya", "$.parameters.somewhere", "$.parameters.literal", "$.parameters.ignored"]);
        problems.First().Message.ShouldBe("is no parameter of the pipeline, nor is ${dya} used in it. Did you mean 'day'? It has: day, folder, mode.");
    }

    [Fact]
    public void Where_there_is_none_it_says_so() => Check("{}", "day").ShouldHaveSingleItem().Message.ShouldEndWith("used in it. It has none.");

    private static Problems Check(string pipeline, params string[] given)
    {
        var problems = new Problems();
        ParameterNames.Check(given, JsonSerializer.Deserialize<JsonElement>(pipeline), "$.parameters", problems);
        return problems;
    }
}
