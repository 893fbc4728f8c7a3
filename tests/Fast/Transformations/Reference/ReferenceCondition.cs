using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Whether a record meets a condition: typed, ordinal, and a field that is missing meets none but <c>not_exists</c>.</summary>
internal static class ReferenceCondition
{
    public static bool Holds(JsonElement condition, Row row)
    {
        if (condition.TryGetProperty("all", out var all))
            return all.EnumerateArray().All(inner => Holds(inner, row));
        if (condition.TryGetProperty("any", out var any))
            return any.EnumerateArray().Any(inner => Holds(inner, row));
        if (condition.TryGetProperty("not", out var not))
            return !Holds(not, row);

        var value = Plain.Read(row, condition.GetProperty("field").GetString()!);
        var literal = condition.TryGetProperty("value", out var given) ? Plain.Parse(given) : null;
        var name = condition.GetProperty("operator").GetString()!;
        if (ReferenceEquals(value, Plain.Missing))
            return name == "not_exists";
        if (condition.TryGetProperty("case_insensitive", out var insensitive) && insensitive.GetBoolean())
            (value, literal) = (Lower(value), Lower(literal));
        return Compare(name, value, literal);
    }

    private static bool Compare(string name, object? value, object? literal) => name switch
    {
        "equals" => Plain.AreEqual(value, literal),
        "not_equals" => !Plain.AreEqual(value, literal),
        "greater_than" => Order(value, literal) > 0,
        "greater_or_equal" => Order(value, literal) >= 0,
        "less_than" => Order(value, literal) < 0,
        "less_or_equal" => Order(value, literal) <= 0,
        "between" => Order(value, ((List<object?>)literal!)[0]) >= 0 && Order(value, ((List<object?>)literal)[1]) <= 0,
        "in" => ((List<object?>)literal!).Any(item => Plain.AreEqual(value, item)),
        "not_in" => !((List<object?>)literal!).Any(item => Plain.AreEqual(value, item)),
        "contains" => value is string text ? text.Contains((string)literal!, StringComparison.Ordinal) : value is List<object?> list && list.Any(item => Plain.AreEqual(item, literal)),
        "starts_with" => value is string text && text.StartsWith((string)literal!, StringComparison.Ordinal),
        "ends_with" => value is string text && text.EndsWith((string)literal!, StringComparison.Ordinal),
        "matches" => value is string text && Regex.IsMatch(text, (string)literal!, RegexOptions.CultureInvariant),
        "exists" => true,
        "not_exists" => false,
        "is_null" => value is null,
        "is_not_null" => value is not null,
        "is_empty" => value is null or "" or List<object?> { Count: 0 } or Dictionary<string, object?> { Count: 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is no operator."),
    };

    /// <summary>The order of two numbers or two texts; values of different kinds have none.</summary>
    private static int? Order(object? left, object? right) => (left, right) is (Exact, Exact) or (string, string) or (bool, bool) ? Plain.Compare(left, right) : null;

    private static object? Lower(object? value) => value switch
    {
        string text => text.ToLowerInvariant(),
        List<object?> list => list.Select(Lower).ToList(),
        _ => value,
    };
}
