using System.Text;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions;
using Shouldly;

namespace DataAggregator.Tests.Fast.Transformations.Expressions;

/// <summary>Evaluates expressions over records given as JSON, and holds each to what it was described as.</summary>
internal static class Expressions
{
    /// <summary>The values as a JSON list; the code in angle brackets, as text, for a record that failed.</summary>
    public static string Evaluate(string expression, string records)
    {
        using var batch = JsonRecords.Parse(records);
        return Evaluate(expression, batch);
    }

    public static string Evaluate(string expression, RecordBatch batch)
    {
        var problems = new Problems();
        var parsed = Expression.Parse(expression, "$", problems);
        problems.ShouldBeEmpty();
        var described = parsed!.Describe("r", batch.Schema, "$", problems);
        problems.ShouldBeEmpty();
        var errors = new Dictionary<int, ExpressionError>();
        var rows = Enumerable.Range(0, batch.RowCount).ToArray();
        var column = parsed.Evaluate(batch, rows, Steps.Context, (row, error) => errors.Add(row, error));
        column.Type.ShouldBe(described.Type);
        column.Length.ShouldBe(batch.RowCount);
        column.Absent.ShouldBeNull();
        if (!described.Nullable)
            rows.ShouldAllBe(row => column.IsPresent(row) || errors.ContainsKey(row));
        using var result = new RecordBatch(new Schema(described), [column], batch.RowCount);
        var values = rows.Select(row => errors.TryGetValue(row, out var error)
            ? $"\"<{error.Code}>\""
            : Encoding.UTF8.GetString(RecordJson.ToBytes(result, row))[5..^1]);
        return $"[{string.Join(",", values)}]";
    }

    /// <summary>The type and value of an expression without fields.</summary>
    public static (DataType Type, string Json) Constant(string expression)
    {
        var problems = new Problems();
        var parsed = Expression.Parse(expression, "$", problems);
        problems.ShouldBeEmpty();
        using var batch = new RecordBatch(Schema.Empty, [], 1);
        return (parsed!.Describe("r", Schema.Empty, "$", problems).Type, Evaluate(expression, batch)[1..^1]);
    }

    public static IReadOnlyList<Problem> Problems(string expression, string records = """[{"a":1,"b":2.5,"s":"x","t":true,"j":{"k":1},"unit price":3}]""")
    {
        using var batch = JsonRecords.Parse(records);
        var problems = new Problems();
        Expression.Parse(expression, "$.expression", problems)?.Describe("r", batch.Schema, "$.expression", problems);
        return [.. problems];
    }

    public static void ShouldBeJson(string actual, string expected) =>
        JsonElement.DeepEquals(JsonDocument.Parse(actual).RootElement, JsonDocument.Parse(expected).RootElement).ShouldBeTrue($"{actual}\nshould be\n{expected}");
}
