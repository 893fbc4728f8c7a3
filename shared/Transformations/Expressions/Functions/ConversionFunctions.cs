using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Operations.Choices;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Values as those of another type, by the rules of the operation <c>cast</c>: nothing is lost.</summary>
internal static class ConversionFunctions
{
    private const string Category = "conversion";

    public static Function[] All { get; } =
    [
        Conversion("to_string", DataType.String, "The value as text: numbers with their digits, moments as in ISO 8601, objects and lists as JSON.", "to_string(12.50)", "\"12.50\""),
        Conversion("to_int", DataType.Int64, "The value as an integer. A number with a fraction is none: round it first.", "to_int('42')", "42"),
        Conversion("to_decimal", DataType.Decimal, "The value as an exact number.", "to_decimal('12.50')", "12.5"),
        Conversion("to_double", DataType.Double, "The value as a double, which is not exact.", "to_double('0.5')", "0.5"),
        Conversion("to_bool", DataType.Bool, "True for true, t, yes, y, on and 1, false for false, f, no, n, off and 0, whatever their case.", "to_bool('Yes')", "true"),
        Conversion("to_json", DataType.Json, "The value as a json value, beside which values of other types may stand.", "to_json('a')", "\"a\""),
        Function.Special("cast", Category, "cast(value as type) -> type",
            $"The value as one of another type: {string.Join(", ", Enum.GetValues<DataType>().Select(DeclaredSchema.NameOf))}.", "cast('12.50' as decimal)", "12.5", 2, 2, Cast),
    ];

    /// <summary>A conversion that the user asks for.</summary>
    public static Function Conversion(string name, DataType to, string description, string example, string result, string category = Category) =>
        Function.Special(name, category, $"{name}(value: any) -> {DeclaredSchema.NameOf(to)}", description, example, result, 1, 1, call => To(call, to));

    private static Node Cast(CallBinding call)
    {
        if (call.Arguments[1] is not ConstantNode { Text: { } name })
            return call.Fail("cast is written cast(value as type).");
        var problems = new Problems();
        return TypeNames.Parse(name, "", problems) is { } type ? To(call, type) : call.Fail(problems.First().Message, 1);
    }

    private static Node To(CallBinding call, DataType type) => call.Arguments[0] is ConstantNode { IsNull: true }
        ? ConstantNode.Null(type)
        : call.Operate("cast", new JsonObject { ["type"] = DeclaredSchema.NameOf(type) }, call.Arguments[0], type);
}
