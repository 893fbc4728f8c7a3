using System.Text.Json.Nodes;

namespace DataAggregator.Tests.Fast.Transformations.Validations;

/// <summary>Runs one validation over one value, both as JSON.</summary>
internal static class Rules
{
    /// <summary>The code of what is wrong with <paramref name="value"/>, null when nothing is.</summary>
    public static string? Check(string validation, string parameters, string value)
    {
        var rejected = Steps.Run(Step(validation, parameters), $$"""[{"v":{{value}}}]""").Rejected;
        return rejected.Count == 0 ? null : rejected[0].Errors[0].Code;
    }

    /// <summary>As <see cref="Check"/>, the value being text.</summary>
    public static string? CheckText(string validation, string parameters, string text) => Check(validation, parameters, JsonValue.Create(text).ToJsonString());

    /// <summary>A step of that validation on field <c>v</c>.</summary>
    public static string Step(string validation, string parameters) =>
        $$"""{"type":"field_validation","field_name":"v","validation_type":"{{validation}}","parameters":{{parameters}}}""";
}
