using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>The operators, which are functions by another notation.</summary>
internal static class Operators
{
    private const string Category = "operator";
    private const int QuotientScale = 10;

    public static Function[] All { get; } =
    [
        Arithmetic("+", "The sum, exact.", "0.1 + 0.2", "0.3", (left, right) => new ArithmeticNode<Sum>(left, right)),
        Arithmetic("-", "The difference, exact.", "10 - 2.5", "7.5", (left, right) => new ArithmeticNode<Difference>(left, right)),
        Arithmetic("*", "The product, exact.", "4.35 * 100", "435", (left, right) => new ArithmeticNode<Product>(left, right)),
        Function.Of(Category, "The quotient, rounded half to even at 10 digits after the point.", "449.97 / 3", "149.99",
            ("/(dividend: decimal, divisor: decimal) -> decimal", Divide),
            ("/(dividend: double, divisor: double) -> double", DivideDoubles)),
        Function.Of(Category, "The remainder of the division truncated towards zero; it has the sign of the left side.", "-7.5 % 2", "-1.5",
            ("%(dividend: decimal, divisor: decimal) -> decimal", NumberFunctions.Modulo),
            ("%(dividend: int64, divisor: int64) -> int64", NumberFunctions.ModuloIntegers)),
        Function.Of(Category, "The number with the other sign, written -x.", "-(2 + 3)", "-5",
            ("negate(number: decimal) -> decimal", static call => call.Return(-call.Number(0))),
            ("negate(number: double) -> double", static call => call.Return(-call.Double(0)))),
        Compare("=", Relation.Equal, "Whether both are the same; also written ==. Values of different types never are, null is the same as null.", "'a' = 'A'", "false"),
        Compare("!=", Relation.NotEqual, "Whether both differ; also written <>.", "5 != '5'", "true"),
        Compare("<", Relation.Less, "Whether the left side is smaller, earlier, or comes first by its letters' code points.", "2 < 10", "true"),
        Compare("<=", Relation.LessOrEqual, "Whether the left side is not greater.", "2.50 <= 2.5", "true"),
        Compare(">", Relation.Greater, "Whether the left side is greater.", "null > 0", "false"),
        Compare(">=", Relation.GreaterOrEqual, "Whether the left side is not smaller.", "'b' >= 'a'", "true"),
        Function.Special("in", Category, "value in (item, ...) -> bool", "Whether the value is one of the items.", "'b' in ('a', 'b')", "true", 2, int.MaxValue,
            call => new InNode(call.Arguments[0], call.Arguments[1..])),
        Function.Special("between", Category, "value between low and high -> bool", "Whether the value lies between two others, both included.", "5 between 1 and 5", "true", 3, 3,
            call => new BetweenNode(call.Arguments[0], call.Arguments[1], call.Arguments[2])),
    ];

    private static Function Arithmetic(string name, string description, string example, string result, Func<Node, Node, Node> make) =>
        Function.Special(name, Category, $"number {name} number -> decimal, of two doubles double", description, example, result, 2, 2, call =>
            call.Arguments[0].Type == DataType.Double && call.Arguments[1].Type == DataType.Double
                ? make(call.Arguments[0], call.Arguments[1])
                : make(Exact(call, 0), Exact(call, 1)));

    // Integers stay what they are: the operator reads them as decimals without a column in between.
    private static Node Exact(CallBinding call, int index) =>
        call.Arguments[index].Type == DataType.Int64 ? call.Arguments[index] : call.Convert(index, DataType.Decimal);

    private static Function Compare(string name, Relation relation, string description, string example, string result) =>
        Function.Special(name, Category, $"any {name} any -> bool", description, example, result, 2, 2, call => new ComparisonNode(Dated(call, 0, 1), relation, Dated(call, 1, 0)));

    // Text written beside a date is read as a date once, not for every record.
    private static Node Dated(CallBinding call, int index, int other) =>
        call.Arguments[index] is ConstantNode { Text: { } text } && Moment.Is(call.Arguments[other].Type)
            ? IsoText.TryParse(Encoding.UTF8.GetBytes(text), out var moment) ? ConstantNode.Of(moment.Type, moment.Value) : call.Fail($"'{text}' is no date or time.", index)
            : call.Arguments[index];

    private static void Divide(Invocation call)
    {
        if (call.Number(1).Unscaled == 0)
            call.Fail(ExpressionError.DivisionByZero);
        else
            NumberFunctions.Exact(call, static call => Decimal38.Divide(call.Number(0), call.Number(1), QuotientScale));
    }

    private static void DivideDoubles(Invocation call)
    {
        if (call.Double(1) == 0)
            call.Fail(ExpressionError.DivisionByZero);
        else
            call.Return(call.Double(0) / call.Double(1));
    }
}
