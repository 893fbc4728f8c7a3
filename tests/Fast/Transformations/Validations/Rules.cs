using System.Text;
using System.Text.Json.Nodes;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Validations;

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

    /// <summary>The code of what is wrong with a value of an example, null when nothing is.</summary>
    public static string? Check(string validation, ValidationExample example, JsonNode? value)
    {
        var records = new JsonArray([.. (example.Before ?? []).Append(value).Select(each => new JsonObject { ["v"] = each?.DeepClone() })]);
        var rejected = Steps.Run(Step(validation, (example.Parameters ?? []).ToJsonString()), records.ToJsonString(), Sources(example)).Rejected;
        return rejected.SingleOrDefault()?.Errors[0].Code;
    }

    /// <summary>The sources that an example reads.</summary>
    public static Dictionary<string, string>? Sources(ValidationExample example) => example.Sources?.ToDictionary(source => source.Key, source => source.Value!.ToJsonString());

    /// <summary>As the first, the value being text.</summary>
    public static string? CheckText(string validation, string parameters, string text) => Check(validation, parameters, JsonValue.Create(text).ToJsonString());

    /// <summary>Bytes that a thousand checks of a value allocate, which must pass.</summary>
    public static long AllocatedByPassing(Validation validation, string value)
    {
        var (json, scratch) = (Encoding.UTF8.GetBytes(value), new Scratch());
        // Pools fill up and code is compiled on the first rounds; a pool may be trimmed in any.
        var least = long.MaxValue;
        for (var round = 0; round < 8; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                if (validation.Check(Value.OfJson(json, scratch), scratch) is { } violation)
                    throw new InvalidOperationException(violation.Code);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>A step of that validation on field <c>v</c>.</summary>
    public static string Step(string validation, string parameters) =>
        $$"""{"type":"field_validation","field_name":"v","validation_type":"{{validation}}","parameters":{{parameters}}}""";
}
