using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions.Nodes;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Conditions and choices.</summary>
internal static class LogicFunctions
{
    private const string Category = "logic";

    public static Function[] All { get; } =
    [
        Function.Special("and", Category, "condition and condition -> bool", "Whether both hold; also written &&. The right side is looked at only where the left holds.", "1 < 2 and 2 < 3", "true", 2, int.MaxValue,
            call => new LogicNode(Conditions(call), deciding: false)),
        Function.Special("or", Category, "condition or condition -> bool", "Whether one holds; also written ||. The right side is looked at only where the left does not hold.", "1 > 2 or 2 > 1", "true", 2, int.MaxValue,
            call => new LogicNode(Conditions(call), deciding: true)),
        Function.Special("not", Category, "not condition -> bool", "Whether it does not hold; also written !. Null does not hold.", "not 1 > 2", "true", 1, 1,
            call => new NotNode(call.Convert(0, DataType.Bool))),
        Function.Special("if", Category, "if(condition, value, ..., otherwise) -> any",
            "The value of the first condition that holds, else the last; without it null. Also written condition ? value : otherwise, and case when condition then value else otherwise end.",
            "if(2 > 1, 'yes', 'no')", "\"yes\"", 2, int.MaxValue, Choice),
    ];

    private static Node[] Conditions(CallBinding call) => [.. call.Arguments.Select((_, i) => call.Convert(i, DataType.Bool))];

    private static ChoiceNode Choice(CallBinding call)
    {
        var count = call.Arguments.Length;
        var branches = count / 2;
        var conditions = Enumerable.Range(0, branches).Select(i => call.Convert(2 * i, DataType.Bool)).ToArray();
        var values = Enumerable.Range(0, branches).Select(i => (2 * i) + 1).ToList();
        if (count % 2 == 1)
            values.Add(count - 1);
        var unified = call.Unify(values);
        return new ChoiceNode(conditions, count % 2 == 1 ? unified : [.. unified, ConstantNode.Null(unified[0].Type)]);
    }
}
