using System.Buffers;
using System.Runtime.InteropServices;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class FieldCalculationTests
{
    [Theory]
    [InlineData("multiply", "4.35", "100", "435")]
    [InlineData("multiply", "9223372036854775807", "9223372036854775807", "85070591730234615847396907784232501249")]
    [InlineData("sum", "0.1", "0.2", "0.3")]
    [InlineData("sum", "9223372036854775807", "1", "9223372036854775808")]
    [InlineData("subtract", "-9223372036854775808", "1", "-9223372036854775809")]
    [InlineData("subtract", "1.10", "1.1", "0")]
    [InlineData("divide", "449.97", "3", "149.99")]
    [InlineData("divide", "1", "3", "0.3333333333")]
    [InlineData("divide", "-99999999999999999999999999.5", "0.00000000001", "-9999999999999999999999999950000000000")]
    [InlineData("divide", "7", "2", "3.5")]
    [InlineData("modulo", "7", "3", "1")]
    [InlineData("modulo", "-7.5", "2", "-1.5")]
    [InlineData("modulo", "85070591730234615847396907784232501249", "5.875", "3")]
    [InlineData("modulo", "85070591730234615847396907784232501249", "-99999999999999999999999999.5", "34615847396908209585459900")]
    [InlineData("modulo", "0.00000000000000000000000000000000000007", "99999999999999999999999999999999999999", "0.00000000000000000000000000000000000007")]
    [InlineData("sum", "85070591730234615847396907784232501249", "2.000", "85070591730234615847396907784232501251")]
    [InlineData("sum", "9999999999999999999999999999999999999.0", "1.0", "10000000000000000000000000000000000000")]
    [InlineData("subtract", "10000000000000000000000000000000000000", "9999999999999999999999999999999999999.5", "0.5")]
    [InlineData("min", "2.50", "10", "2.5")]
    [InlineData("max", "-2", "-10", "-2")]
    public void Calculates_exactly(string operation, string left, string right, string expected)
    {
        var step = $$$"""{"type":"field_calculation","field_name":"r","operation":"{{{operation}}}","parameters":{"source_fields":["a","b"],"output_field":"r"}}""";

        Steps.ShouldBeJson(Steps.Run(step, $$"""[{"a":{{left}},"b":{{right}}}]""").Records, $$"""[{"a":{{left}},"b":{{right}},"r":{{expected}}}]""");
        // The same through fields of mixed types, which are read value by value.
        Steps.ShouldBeJson(
            Steps.Run(step, $$"""[{"a":{{left}},"b":{{right}}},{"a":"x","b":[]}]""").Records,
            $$"""[{"a":{{left}},"b":{{right}},"r":{{expected}}}]""");
    }

    [Theory]
    [InlineData("0", "2.5", "2")]
    [InlineData("0", "3.5", "4")]
    [InlineData("2", "1.005", "1")]
    [InlineData("2", "-1.015", "-1.02")]
    [InlineData("2", "7", "7")]
    public void Rounds_half_to_even(string digits, string value, string expected) =>
        Steps.ShouldBeJson(
            Steps.Run($$$"""{"type":"field_calculation","field_name":"r","operation":"round","parameters":{"source_fields":["a"],"digits":{{{digits}}}}}""", $$"""[{"a":{{value}}}]""").Records,
            $$"""[{"a":{{value}},"r":{{expected}}}]""");

    [Theory]
    [InlineData("sum", "Decimal")]
    [InlineData("max", "Int64")]
    [InlineData("modulo", "Int64")]
    [InlineData("divide", "Decimal")]
    public void The_type_depends_on_the_schema_alone(string operation, string type) =>
        Steps.Run($$$"""{"type":"field_calculation","field_name":"r","operation":"{{{operation}}}","parameters":{"source_fields":["a","b"]}}""", """[{"a":6,"b":3}]""")
            .Schema.Find("r")!.Type.ToString().ShouldBe(type);

    [Theory]
    [InlineData("""{"b":1}""", "calculation_operand", "a")]
    [InlineData("""{"a":1,"b":null}""", "calculation_operand", "b")]
    [InlineData("""{"a":1,"b":"5"}""", "calculation_operand", "b")]
    [InlineData("""{"a":1,"b":true}""", "calculation_operand", "b")]
    [InlineData("""{"a":1,"b":1e300}""", "number_out_of_range", "b")]
    [InlineData("""{"a":99999999999999999999999999999999999999,"b":99999999999999999999999999999999999999}""", "number_out_of_range", "b")]
    public void Rejects_what_it_cannot_calculate(string record, string code, string field)
    {
        var result = Steps.Run(
            """{"type":"field_calculation","field_name":"r","operation":"multiply","parameters":{"source_fields":["a","b"]}}""",
            $$$"""[{"a":2,"b":3},{{{record}}},{"a":{},"b":{}}]""");

        Steps.ShouldBeJson(result.Records, """[{"a":2,"b":3,"r":6}]""");
        result.Rejected.Count.ShouldBe(2);
        var error = result.Rejected[0].Errors.ShouldHaveSingleItem();
        (error.Step, error.Rule, error.Code, error.Field).ShouldBe(("transformations[0]", "field_calculation", code, field));
    }

    [Fact]
    public void Rejects_a_division_by_zero() =>
        Steps.Run("""{"type":"field_calculation","field_name":"r","operation":"divide","parameters":{"source_fields":["a","b"]}}""", """[{"a":1,"b":0}]""")
            .Rejected.ShouldHaveSingleItem().Errors[0].Code.ShouldBe("division_by_zero");

    [Theory]
    [InlineData("null", "null", "null", "null")]
    [InlineData("zero", "3", "3", "0")]
    [InlineData("skip", "3", "3", "null")]
    public void Does_about_missing_operands_what_it_is_told(string onMissing, string first, string second, string third)
    {
        var result = Steps.Run(
            $$$"""{"type":"field_calculation","field_name":"r","operation":"sum","on_missing":"{{{onMissing}}}","parameters":{"source_fields":["a","b"]}}""",
            """[{"a":null,"b":3},{"a":3},{}]""");

        Steps.ShouldBeJson(result.Records, $$"""[{"a":null,"b":3,"r":{{first}}},{"a":3,"r":{{second}}},{"r":{{third}}}]""");
    }

    [Fact]
    public void A_new_field_stands_after_its_last_source_and_an_old_one_keeps_its_place()
    {
        const string Records = """[{"a":1,"n":{"x":2},"z":"end"}]""";

        Steps.Run("""{"type":"field_calculation","field_name":"r","operation":"sum","parameters":{"source_fields":["n.x","a"]}}""", Records)
            .Records.ShouldBe("""[{"a":1,"n":{"x":2},"r":3,"z":"end"}]""");
        Steps.Run("""{"type":"field_calculation","field_name":"a","operation":"sum","parameters":{"source_fields":["n.x","a"]}}""", Records)
            .Records.ShouldBe("""[{"a":3,"n":{"x":2},"z":"end"}]""");
    }

    [Theory]
    [InlineData("""[{"type":"field_calculation","field_name":"r","operation":"sum","parameters":{"source_fields":["a"],"output_field":"q"}}]""", "$.transformations[0].parameters.output_field", "both name the result")]
    [InlineData("""[{"type":"field_calculation","field_name":"r","operation":"multiplyy","parameters":{"source_fields":["a"]}}]""", "$.transformations[0].operation", "Did you mean 'multiply'?")]
    [InlineData("""[{"type":"field_calculation","field_name":"r","parameters":{"source_fields":["a"]}}]""", "$.transformations[0].operation", "is required")]
    [InlineData("""[{"type":"field_calculation","field_name":"r","operation":"divide","parameters":{"source_fields":["a"]}}]""", "$.transformations[0].parameters.source_fields", "at least two")]
    [InlineData("""[{"type":"field_calculation","field_name":"r","operation":"sum","parameters":{"source_fields":["a","t"]}}]""", "$.transformations[0].parameters.source_fields[1]", "is string, not a number")]
    [InlineData("""[{"type":"field_calculation","field_name":"r","operation":"sum","parameters":{"source_fields":["nope"]}}]""", "$.transformations[0].parameters.source_fields[0]", "no field 'nope'")]
    [InlineData("""[{"type":"field_calculation","field_name":"r","expression":"a*2","parameters":{"source_fields":["a"]}}]""", "$.transformations[0].parameters", "belongs to an operation")]
    [InlineData("""[{"type":"field_calculation","field_name":"r","operation":"round","parameters":{"source_fields":["a"],"digits":99}}]""", "$.transformations[0].parameters.digits", "between 0 and 38")]
    public void Says_what_is_wrong(string steps, string path, string message)
    {
        using var records = JsonRecords.Parse("""[{"a":1,"t":"t"}]""");

        Steps.Problems(steps, records.Schema).ShouldContain(problem => problem.Path == path && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_memory_held_before_is_no_number_where_there_is_none()
    {
        var dirt = ArrayPool<Decimal38>.Shared.Rent(16);
        MemoryMarshal.AsBytes(dirt.AsSpan()).Fill(0xFF);
        ArrayPool<Decimal38>.Shared.Return(dirt);

        var result = Steps.Run(
            """{"type":"field_calculation","field_name":"r","operation":"modulo","on_missing":"null","parameters":{"source_fields":["a","b"]}}""",
            """[{"a":7,"b":3},{"a":null,"b":3},{"a":7,"b":0}]""");

        Steps.ShouldBeJson(result.Records, """[{"a":7,"b":3,"r":1},{"a":null,"b":3,"r":null}]""");
    }
}
