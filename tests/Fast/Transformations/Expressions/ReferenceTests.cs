using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Expressions;

/// <summary>Random expressions over random records give by columns what evaluating them record by record gives.</summary>
public sealed class ReferenceTests
{
    private const string Failed = "<failed>";
    private static readonly Dictionary<(string Kind, int Depth), Gen<Part>> Generators = [];

    [Fact]
    public void Columns_give_what_evaluating_record_by_record_gives() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20250116, 3), Prop.ForAll(Cases().ToArbitrary(), sample =>
        {
            var (part, records) = sample;
            // What cannot be calculated for any record, such as 1 / 0, is a problem from the start.
            if (Expressions.Problems(part.Text, records).Count > 0)
                return true;
            var actual = JsonNode.Parse(Expressions.Evaluate(part.Text, records))!.AsArray();
            var i = 0;
            foreach (var record in JsonNode.Parse(records)!.AsArray().Skip(1))
            {
                i++;
                var expected = Evaluate(part, record!.AsObject());
                var found = actual[i]?.ToJsonString() ?? "null";
                if (expected == Failed ? !found.StartsWith("\"\\u003C", StringComparison.Ordinal) : !AreEqual(found, expected))
                    throw new InvalidOperationException($"{part.Text} of {record.ToJsonString()} is {found}, but should be {expected}.");
            }

            return true;
        }));

    // The first record gives the fields their types and is left out of the comparison.
    private static Gen<(Part Part, string Records)> Cases() =>
        from part in Gen.OneOf(Number(4), Condition(3), Text(3))
        from records in Gen.ListOf(
            from q in Gen.OneOf(Gen.Choose(-3, 12).Select(n => n.ToString(CultureInfo.InvariantCulture)), Gen.Elements("null", "", "9223372036854775807"))
            from p in Gen.OneOf(Gen.Choose(-999, 999).Select(n => (n / 100m).ToString(CultureInfo.InvariantCulture)), Gen.Elements("null", "", "12345678901234567890.123456789"))
            from m in Gen.Elements("1", "2.50", "\"a\"", "true", "null", "", "[1]")
            from s in Gen.Elements("\"a\"", "\"B\"", "\"\"", "null", "")
            select $"{{{string.Join(',', new[] { Property("q", q), Property("p", p), Property("m", m), Property("s", s) }.Where(property => property.Length > 0))}}}")
        select (part, $$"""[{"q":1,"p":1.5,"m":[0],"s":"x"}{{string.Concat(records.Select(record => $",{record}"))}}]""");

    private static Gen<Part> Number(int depth) => Once(nameof(Number), depth, NewNumber);

    private static Gen<Part> Text(int depth) => Once(nameof(Text), depth, NewText);

    private static Gen<Part> Condition(int depth) => Once(nameof(Condition), depth, NewCondition);

    private static Gen<Part> Once(string kind, int depth, Func<int, Gen<Part>> make)
    {
        if (!Generators.TryGetValue((kind, depth), out var generator))
            Generators.Add((kind, depth), generator = make(depth));
        return generator;
    }

    private static Gen<Part> NewNumber(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Elements(Field("q"), Field("p"), Field("m")),
            Gen.Choose(-200, 200).Select(n => Literal((n / 10m).ToString(CultureInfo.InvariantCulture))),
            Gen.Choose(0, 9).Select(n => Literal(n.ToString(CultureInfo.InvariantCulture))));
        if (depth == 0)
            return leaf;
        return Gen.OneOf(
            leaf,
            Two(Number(depth - 1), "+", (left, right) => Exact(() => left + right)),
            Two(Number(depth - 1), "-", (left, right) => Exact(() => left - right)),
            Two(Number(depth - 1), "*", (left, right) => Exact(() => left * right)),
            Two(Number(depth - 1), "/", (left, right) => Exact(() => Decimal38.Divide(left, right))),
            Number(depth - 1).Select(inner => new Part($"-({inner.Text})", record => -Operand(inner.Of(record)))),
            Coalesce(Number(depth - 1)),
            Choice(depth, Number(depth - 1)));
    }

    private static Gen<Part> NewText(int depth)
    {
        var leaf = Gen.Elements(Field("s"), new Part("'a'", _ => "a"), new Part("'Bc'", _ => "Bc"));
        if (depth == 0)
            return leaf;
        return Gen.OneOf(
            leaf,
            from left in Text(depth - 1)
            from right in Gen.OneOf(Text(depth - 1), Number(depth - 1))
            select new Part($"({left.Text} & {right.Text})", record => $"{Show(left.Of(record))}{Show(right.Of(record))}"),
            Text(depth - 1).Select(inner => new Part($"upper({inner.Text})", record => (inner.Of(record) as string)?.ToUpperInvariant())),
            Coalesce(Text(depth - 1)),
            Choice(depth, Text(depth - 1)));
    }

    private static Gen<Part> NewCondition(int depth)
    {
        var any = depth == 0 ? Number(0) : Gen.OneOf(Number(depth - 1), Text(depth - 1), Gen.Constant(Field("m")));
        var leaf =
            from left in any
            from right in any
            from relation in Gen.Elements("=", "!=", "<", "<=", ">", ">=")
            select new Part($"({left.Text} {relation} {right.Text})", record => Holds(left.Of(record), relation, right.Of(record)));
        if (depth == 0)
            return leaf;
        return Gen.OneOf(
            leaf,
            from left in Condition(depth - 1)
            from right in Condition(depth - 1)
            select new Part($"({left.Text} and {right.Text})", record => left.Of(record) is true && right.Of(record) is true),
            from left in Condition(depth - 1)
            from right in Condition(depth - 1)
            select new Part($"({left.Text} or {right.Text})", record => left.Of(record) is true || right.Of(record) is true),
            Condition(depth - 1).Select(inner => new Part($"not ({inner.Text})", record => inner.Of(record) is not true)),
            any.Select(inner => new Part($"({inner.Text} is null)", record => inner.Of(record) is null)),
            from value in any
            from items in Gen.ListOf(any, 3)
            select new Part($"({value.Text} in ({string.Join(", ", items.Select(item => item.Text))}))", record => value.Of(record) is var wanted && items.Any(item => Holds(wanted, "=", item.Of(record)))),
            from value in Number(depth - 1)
            from low in Number(depth - 1)
            from high in Number(depth - 1)
            select new Part($"({value.Text} between {low.Text} and {high.Text})", record =>
            {
                var (middle, least, most) = (value.Of(record), low.Of(record), high.Of(record));
                return Holds(middle, ">=", least) && Holds(middle, "<=", most);
            }));
    }

    private static Gen<Part> Two(Gen<Part> operands, string sign, Func<Decimal38, Decimal38, Decimal38> calculate) =>
        from left in operands
        from right in operands
        select new Part($"({left.Text} {sign} {right.Text})", record =>
        {
            var (first, second) = (Operand(left.Of(record)), Operand(right.Of(record)));
            return first is { } a && second is { } b ? calculate(a, b) : null;
        });

    private static Gen<Part> Coalesce(Gen<Part> values) =>
        from left in values
        from right in values
        select new Part($"({left.Text} ?? {right.Text})", record => left.Of(record) ?? right.Of(record));

    private static Gen<Part> Choice(int depth, Gen<Part> values) =>
        from condition in Condition(depth - 1)
        from yes in values
        from no in values
        select new Part($"if({condition.Text}, {yes.Text}, {no.Text})", record => condition.Of(record) is true ? yes.Of(record) : no.Of(record));

    private static Part Field(string name) => new(name, record => record[name] is { } value ? Read(value) : null);

    private static Part Literal(string number) => new(number, _ => Decimal38.Parse(number));

    private static object? Read(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => Decimal38.Parse(value.ToJsonString()),
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ => new Structure(value.ToJsonString()),
    };

    private static Decimal38? Operand(object? value) => value is null ? null : value as Decimal38? ?? throw new NoValueException();

    private static string Show(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        Structure structure => structure.Json,
        _ => value?.ToString() ?? "",
    };

    private static Decimal38 Exact(Func<Decimal38> calculate)
    {
        try
        {
            return calculate();
        }
        catch (ArithmeticException)
        {
            throw new NoValueException();
        }
    }

    private static bool Holds(object? left, string relation, object? right)
    {
        if (left is null || right is null)
            return relation == "=" ? left is null && right is null : relation == "!=" && (left is null) != (right is null);
        int? order = (left, right) switch
        {
            (Decimal38 a, Decimal38 b) => a.CompareTo(b),
            (string a, string b) => string.CompareOrdinal(a, b),
            (bool a, bool b) => a.CompareTo(b),
            (Structure a, Structure b) when a == b => 0,
            _ => null,
        };
        return relation switch
        {
            "=" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static string Evaluate(Part part, JsonObject record)
    {
        try
        {
            return part.Of(record) switch
            {
                null => "null",
                string text => JsonSerializer.Serialize(text),
                var other => Show(other),
            };
        }
        catch (NoValueException)
        {
            return Failed;
        }
    }

    private static bool AreEqual(string left, string right) => JsonElement.DeepEquals(JsonDocument.Parse(left).RootElement, JsonDocument.Parse(right).RootElement);

    private static string Property(string name, string value) => value.Length == 0 ? "" : $"\"{name}\":{value}";

    /// <summary>A part of an expression, as text and as anyone would evaluate it for one record.</summary>
    private sealed record Part(string Text, Func<JsonObject, object?> Of);

    private sealed record Structure(string Json);

    private sealed class NoValueException : Exception;
}
