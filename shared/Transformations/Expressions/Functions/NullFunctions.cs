using DataAggregator.Transformations.Expressions.Nodes;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>What to do about null.</summary>
internal static class NullFunctions
{
    private const string Category = "null";

    public static Function[] All { get; } =
    [
        Function.Special("coalesce", Category, "coalesce(value, ...) -> any", "The first value that is not null; of two also written a ?? b.", "coalesce(null, 'a', 'b')", "\"a\"", 1, int.MaxValue,
            call => new CoalesceNode(call.Unify([.. Enumerable.Range(0, call.Arguments.Length)]))),
        Function.Special("if_null", Category, "if_null(value, otherwise) -> any", "The value, or the other where it is null.", "if_null(null, 0)", "0", 2, 2,
            call => new CoalesceNode(call.Unify(0, 1))),
        Function.Special("null_if", Category, "null_if(value, unwanted) -> any", "The value, or null where it is the unwanted one.", "null_if('n/a', 'n/a')", "null", 2, 2, NullIf),
        Function.Special("try", Category, "try(value, otherwise) -> any", "The value, or the other where it cannot be calculated, such as text that is no number.", "try(to_int('n/a'), 0)", "0", 2, 2,
            Try),
        Function.Of(Category, "Whether the value is null or missing; also written value is null.", "is_null(null)", "true",
            ("is_null(value: any?) -> bool", static call => call.Return(call.IsNull(0)))),
    ];

    private static TryNode Try(CallBinding call)
    {
        var unified = call.Unify(0, 1);
        return new TryNode(unified[0], unified[1]);
    }

    private static ChoiceNode NullIf(CallBinding call) =>
        new([new ComparisonNode(call.Arguments[0], Relation.Equal, call.Arguments[1])], [ConstantNode.Null(call.Arguments[0].Type), call.Arguments[0]]);
}
