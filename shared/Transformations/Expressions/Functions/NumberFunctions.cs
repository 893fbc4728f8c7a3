using DataAggregator.Core.Records;
using DataAggregator.Transformations.Calculations;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Calculating with numbers.</summary>
internal static class NumberFunctions
{
    private const string Category = "number";
    private const int MaxDigits = Decimal38.MaxDigits;

    public static Function[] All { get; } =
    [
        Function.Of(Category, "The number without its sign.", "abs(-2.50)", "2.5",
            ("abs(number: decimal) -> decimal", static call => call.Return(call.Number(0).Unscaled < 0 ? -call.Number(0) : call.Number(0))),
            ("abs(number: int64) -> int64", Abs),
            ("abs(number: double) -> double", static call => call.Return(Math.Abs(call.Double(0))))),
        Function.Of(Category, "The number rounded half to even at so many digits after the point.", "round(2.345, 2)", "2.34",
            ("round(number: decimal, digits: int64 = 0) -> decimal", static call => call.Return(call.Number(0).Round((int)Math.Clamp(call.Long(1, 0), 0, MaxDigits)))),
            ("round(number: int64, digits: int64 = 0) -> int64", static call => call.Return(call.Long(0))),
            ("round(number: double, digits: int64 = 0) -> double", static call => call.Return(Math.Round(call.Double(0), (int)Math.Clamp(call.Long(1, 0), 0, 15), MidpointRounding.ToEven)))),
        Function.Of(Category, "The greatest integer that is not greater than the number.", "floor(-1.5)", "-2",
            ("floor(number: decimal) -> decimal", static call => call.Return(Whole(call.Number(0), towardsZero: call.Number(0).Unscaled >= 0))),
            ("floor(number: int64) -> int64", static call => call.Return(call.Long(0))),
            ("floor(number: double) -> double", static call => call.Return(Math.Floor(call.Double(0))))),
        Function.Of(Category, "The smallest integer that is not smaller than the number.", "ceil(1.2)", "2",
            ("ceil(number: decimal) -> decimal", static call => call.Return(Whole(call.Number(0), towardsZero: call.Number(0).Unscaled <= 0))),
            ("ceil(number: int64) -> int64", static call => call.Return(call.Long(0))),
            ("ceil(number: double) -> double", static call => call.Return(Math.Ceiling(call.Double(0))))),
        Function.Of(Category, "-1, 0 or 1, as the number is negative, zero or positive.", "sign(-0.01)", "-1",
            ("sign(number: decimal) -> int64", static call => call.Return((long)Int128.Sign(call.Number(0).Unscaled)))),
        Function.Of(Category, "The remainder of a division, with the sign of the dividend; also written a % b.", "mod(7, 3)", "1",
            ("mod(dividend: decimal, divisor: decimal) -> decimal", Modulo),
            ("mod(dividend: int64, divisor: int64) -> int64", ModuloIntegers)),
        Function.Of(Category, "The number to the power of an integer, exact; a negative power is rounded at 10 digits after the point. Also called pow.", "power(1.1, 3)", "1.331",
            ("power(base: decimal, exponent: int64) -> decimal", Power),
            ("power(base: double, exponent: int64) -> double", static call => call.Return(Math.Pow(call.Double(0), call.Long(1))))),
        Function.Of(Category, "The square root as a double; null for a negative number.", "sqrt(16)", "4",
            ("sqrt(number: double) -> double?", Root)),
        Function.Special("min", Category, "min(value, ...) -> any", "The smallest of the values, nulls left out; also called least.", "min(3, 1.5, null)", "1.5", 1, int.MaxValue,
            call => new ExtremeNode(call.Unify([.. Enumerable.Range(0, call.Arguments.Length)]), sign: -1)),
        Function.Special("max", Category, "max(value, ...) -> any", "The greatest of the values, nulls left out; also called greatest.", "max('a', 'b')", "\"b\"", 1, int.MaxValue,
            call => new ExtremeNode(call.Unify([.. Enumerable.Range(0, call.Arguments.Length)]), sign: 1)),
        Function.Of(Category, "Whether the value is a number, or text that is one.", "is_number('12.5')", "true",
            ("is_number(value: any?) -> bool", static call => call.Return(IsNumber(call.Value(0))))),
    ];

    public static void Modulo(Invocation call)
    {
        if (call.Number(1).Unscaled == 0)
            call.Fail(ExpressionError.DivisionByZero);
        else
            Exact(call, static call => Arithmetic.Apply(CalculationOperation.Modulo, call.Number(0), call.Number(1), scale: 0));
    }

    public static void ModuloIntegers(Invocation call)
    {
        if (call.Long(1) == 0)
            call.Fail(ExpressionError.DivisionByZero);
        else
            call.Return(call.Long(1) == -1 ? 0 : call.Long(0) % call.Long(1));
    }

    /// <summary>Gives what <paramref name="calculate"/> does, or fails when it has more than 38 digits.</summary>
    public static void Exact(Invocation call, Func<Invocation, Decimal38> calculate)
    {
        try
        {
            call.Return(calculate(call));
        }
        catch (OverflowException)
        {
            call.Fail(ExpressionError.OutOfRange);
        }
    }

    private static void Abs(Invocation call)
    {
        if (call.Long(0) == long.MinValue)
            call.Fail(ExpressionError.OutOfRange);
        else
            call.Return(Math.Abs(call.Long(0)));
    }

    private static Decimal38 Whole(Decimal38 number, bool towardsZero)
    {
        var (quotient, remainder) = Int128.DivRem(number.Unscaled, Decimal38.PowerOfTen(number.Scale));
        return new Decimal38(remainder == 0 || towardsZero ? quotient : quotient + Int128.Sign(number.Unscaled));
    }

    private static void Power(Invocation call)
    {
        if (call.Number(0).Unscaled == 0 && call.Long(1) < 0)
            call.Fail(ExpressionError.DivisionByZero);
        else
            Exact(call, static call => Power(call.Number(0).Trimmed(), call.Long(1)));
    }

    private static Decimal38 Power(Decimal38 number, long exponent)
    {
        var result = Decimal38.FromInt64(1);
        var square = number;
        for (var left = exponent == long.MinValue ? long.MaxValue : Math.Abs(exponent); left > 0; left >>= 1)
        {
            if ((left & 1) != 0)
                result *= square;
            if (left > 1)
                square *= square;
        }

        return exponent < 0 ? Decimal38.Divide(Decimal38.FromInt64(1), result) : result;
    }

    private static bool IsNumber(in Value value) =>
        value.Kind is ValueKind.Number or ValueKind.Double or ValueKind.HugeNumber || (value.Kind == ValueKind.Text && Decimal38.TryParse(value.Bytes.Trim(" \t\r\n"u8), out _));

    private static void Root(Invocation call)
    {
        if (call.Double(0) < 0)
            call.ReturnNull();
        else
            call.Return(Math.Sqrt(call.Double(0)));
    }
}
