using System.Text.Json;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>A calculation, record by record.</summary>
internal static class ReferenceCalculation
{
    public static Table Run(JsonElement step, Table table, Action<Row> reject)
    {
        var (name, sources) = (step.Word("field_name")!, step.GetProperty("parameters").Words("source_fields"));
        var rows = new List<Row>();
        foreach (var row in table.Rows)
        {
            if (TryCalculate(step, sources.ConvertAll(source => Plain.Read(row, source)), out var result))
                rows.Add(row.With(name, result));
            else
                reject(row);
        }

        return new Table(table.Place(name, sources), rows);
    }

    private static bool TryCalculate(JsonElement step, List<object?> values, out Exact? result)
    {
        result = null;
        switch (step.Word("on_missing") ?? "reject")
        {
            case "reject" when !values.All(value => value is Exact):
                return false;
            case "null" when !values.All(value => value is Exact):
                return true;
            case "zero":
                values = values.ConvertAll<object?>(value => value is Exact ? value : new Exact(0, 0));
                break;
        }

        var parameters = step.GetProperty("parameters");
        foreach (var operand in values.OfType<Exact>())
        {
            result = result is { } left ? Fold(step.Word("operation")!, left, operand, parameters) : operand;
            if (result is not { Fits: true })
                return false;
        }

        if (step.Word("operation") == "round")
            result = result?.Round(parameters.Number("digits", 0));
        return true;
    }

    /// <summary>The result so far with the next operand; null for a division by zero.</summary>
    private static Exact? Fold(string operation, Exact left, Exact right, JsonElement parameters) => operation switch
    {
        "sum" => left + right,
        "subtract" => left - right,
        "multiply" => left * right,
        "divide" => right.Digits.IsZero ? null : Exact.Divide(left, right, parameters.Number("scale", 10)),
        "modulo" => right.Digits.IsZero ? null : left % right,
        "min" => left.CompareTo(right) <= 0 ? left : right,
        "max" => left.CompareTo(right) >= 0 ? left : right,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "is no calculation."),
    };
}
