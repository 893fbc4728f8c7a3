using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace DataAggregator.Tests.Fast.Transformations.Operations;

/// <summary>Runs one operation on one value, both as JSON.</summary>
internal static class OperationRuns
{
    public static void ShouldGive(string operation, string parameters, string before, string after)
    {
        var result = Steps.Run(Step(operation, parameters), $$"""[{"v":{{before}}}]""");

        result.Rejected.ShouldBeEmpty();
        Steps.ShouldBeJson(result.Records, $$"""[{"v":{{after}}}]""");
    }

    public static void ShouldReject(string operation, string parameters, string value, string code)
    {
        var result = Steps.Run(Step(operation, parameters), $$"""[{"v":{{value}}}]""");

        var error = result.Rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();
        (error.Step, error.Field, error.Code).ShouldBe(("transformations[0]", "v", code));
        // What a record holds may be private, so that no message repeats it.
        if (value.Length > 4)
            error.Message.ShouldNotContain(value.Trim('"'));
    }

    public static void ShouldRefuse(string operation, string parameters, string path, string message) =>
        Steps.Problems(Step(operation, parameters)).ShouldContain(problem => problem.Path == $"$.transformations.{path}" && problem.Message.Contains(message, StringComparison.Ordinal));

    public static string Step(string operation, string parameters) =>
        new JsonObject { ["type"] = "field_operation", ["field_name"] = "v", ["operation"] = operation, ["parameters"] = JsonNode.Parse(parameters) }.ToJsonString();

    public static string Text(string text) => JsonSerializer.Serialize(text);
}
