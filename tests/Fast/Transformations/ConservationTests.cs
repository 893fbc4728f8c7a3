using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DataAggregator.Core.Records;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>Over generated records: the books balance, nothing is lost, and columns give what a plain loop over records gives.</summary>
public sealed class ConservationTests
{
    private const string Rules = """
        [
          {"type":"record_filter","condition":{"any":[{"field":"s","operator":"in","value":["a","b",null]},{"field":"q","operator":"greater_than","value":5}]}},
          {"type":"field_calculation","field_name":"t","operation":"multiply","parameters":{"source_fields":["q","p"]}},
          {"type":"field_validation","field_name":"s","validation_type":"not_null"},
          {"type":"record_filter","mode":"exclude","condition":{"field":"t","operator":"between","value":[10,20.5]}}
        ]
        """;

    private static readonly Gen<string> Records =
        from records in Gen.ListOf(
            from s in Gen.Elements("\"a\"", "\"b\"", "\"c\"", "null", "")
            from q in Gen.OneOf(Gen.Choose(-3, 12).Select(n => n.ToString(CultureInfo.InvariantCulture)), Gen.Elements("null", "", "9223372036854775807"))
            from p in Gen.OneOf(Gen.Choose(-999, 999).Select(n => (n / 100m).ToString(CultureInfo.InvariantCulture)), Gen.Elements("null", "\"x\"", "", "12345678901234567890.123456789"))
            select $"{{{string.Join(',', new[] { Property("s", s), Property("q", q), Property("p", p) }.Where(property => property.Length > 0))}}}")
        select $"[{string.Join(',', records)}]";

    [Fact]
    public void Columns_give_what_a_loop_over_records_gives() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20250115, 7), Prop.ForAll(Records.ToArbitrary(), records =>
        {
            using var input = JsonRecords.Parse(records);
            if (new[] { "s", "q", "p" }.Any(name => input.Schema.Find(name) is null))
                return true;

            var (kept, rejected) = Reference(records);
            var result = Steps.Run(Rules, input);

            Steps.ShouldBeJson(result.Records, kept.ToJsonString());
            result.Rejected.Select(record => (int)record.Ordinal).ShouldBe(rejected, ignoreOrder: true);
            foreach (var record in result.Rejected)
                Steps.ShouldBeJson(Encoding.UTF8.GetString(record.Record.Span), JsonNode.Parse(records)![(int)record.Ordinal]!.ToJsonString());
            (result.Counts.Sum(counts => counts.Filtered) + result.Rejected.Count + kept.Count).ShouldBe(input.Count);
            return true;
        }));

    /// <summary>The rules as anyone would write them for one record after the other.</summary>
    private static (JsonArray Kept, List<int> Rejected) Reference(string json)
    {
        var (kept, rejected) = (new JsonArray(), new List<int>());
        var index = -1;
        foreach (var record in JsonNode.Parse(json)!.AsArray().Select(node => node!.AsObject()))
        {
            index++;
            var (s, q, p) = (Raw(record, "s"), Raw(record, "q"), Raw(record, "p"));
            var quantity = Number(q);
            if (s is not ("\"a\"" or "\"b\"" or "null") && !(quantity > Decimal38.FromInt64(5)))
                continue;
            if (quantity is not { } left || Number(p) is not { } right || s is null or "null" || Product(left, right) is not { } total)
            {
                rejected.Add(index);
                continue;
            }

            if (total >= Decimal38.FromInt64(10) && total <= Decimal38.Parse("20.5"))
                continue;
            var copy = record.DeepClone().AsObject();
            copy["t"] = JsonNode.Parse(total.ToString());
            kept.Add(copy);
        }

        return (kept, rejected);
    }

    private static Decimal38? Product(Decimal38 left, Decimal38 right)
    {
        var product = (System.Numerics.BigInteger)left.Unscaled * right.Unscaled;
        return System.Numerics.BigInteger.Abs(product) < System.Numerics.BigInteger.Pow(10, 38) ? new Decimal38((Int128)product, left.Scale + right.Scale) : null;
    }

    private static string? Raw(JsonObject record, string name) => record.ContainsKey(name) ? record[name]?.ToJsonString() ?? "null" : null;

    private static Decimal38? Number(string? raw) => raw is not null && Decimal38.TryParse(Encoding.UTF8.GetBytes(raw), out var number) ? number : null;

    private static string Property(string name, string value) => value.Length == 0 ? "" : $"\"{name}\":{value}";
}
