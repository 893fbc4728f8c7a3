using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Conditions;

/// <summary>Something that is so or not of a record. Comparison is typed, ordinal and case-sensitive; a missing field makes every comparison fail.</summary>
internal abstract class Condition
{
    private const int MaxDepth = 16;

    /// <summary>The JSON Schema of a condition; those inside all, any and not are like it.</summary>
    public static JsonObject Schema
    {
        get
        {
            var schema = ConfigSchema.For<ConditionOptions>();
            schema["properties"]!["operator"]!["examples"] = new JsonArray([.. Operators.Known.Select(word => (JsonNode)word)]);
            return schema;
        }
    }

    /// <summary>Reads a condition and adds every problem; null when there was one.</summary>
    public static Condition? Parse(JsonElement condition, string path, Problems problems) => Parse(condition, path, problems, 1);

    /// <summary>The fields that it looks at.</summary>
    public abstract IEnumerable<FieldPath> Fields { get; }

    /// <summary>Writes those of <paramref name="rows"/> (physical, ascending) that meet the condition to <paramref name="matching"/>, in order.</summary>
    /// <returns>How many there are. A row that cannot be decided is rejected and left out.</returns>
    public abstract int Match(RecordBatch batch, ReadOnlySpan<int> rows, Span<int> matching, StepScope scope);

    /// <summary>Adds a problem for every field that the schema lacks.</summary>
    public abstract void Check(Schema schema, Problems problems);

    private static Condition? Parse(JsonElement condition, string path, Problems problems, int depth)
    {
        if (depth > MaxDepth)
        {
            problems.Add(path, $"is nested more than {MaxDepth} deep.");
            return null;
        }

        if (ConfigBinder.Bind<ConditionOptions>(condition, path, problems) is not { } options)
            return null;
        var isComparison = options.Field is not null || options.Operator is not null;
        var forms = new[] { isComparison, options.Expression is not null, options.All is not null, options.Any is not null, options.Not is not null }.Count(given => given);
        if (forms != 1)
        {
            problems.Add(path, $"must be one of: a comparison (field, operator, value), expression, all, any, not; it is {(forms == 0 ? "none" : "several")} of them.");
            return null;
        }

        if (options.Expression is { } expression)
            return ExpressionCondition.Create(expression, $"{path}.expression", problems);
        if (options.All is { } all)
            return ParseList(all, $"{path}.all", problems, depth) is { } conditions ? new AllOf(conditions) : null;
        if (options.Any is { } any)
            return ParseList(any, $"{path}.any", problems, depth) is { } conditions ? new AnyOf(conditions) : null;
        if (options.Not is { } not)
            return Parse(not, $"{path}.not", problems, depth + 1) is { } inner ? new Not(inner) : null;
        return Comparison.Create(options, path, problems);
    }

    private static Condition[]? ParseList(JsonElement list, string path, Problems problems, int depth)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            problems.Add(path, "must be a list of at least one condition.");
            return null;
        }

        var conditions = list.EnumerateArray().Select((condition, i) => Parse(condition, $"{path}[{i}]", problems, depth + 1)).ToArray();
        return conditions.OfType<Condition>().ToArray() is var parsed && parsed.Length == conditions.Length ? parsed : null;
    }
}
