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
        Function.Of(Category, "The number rounded half to even at so many digits after the point; below 0 at tens, hundreds and so on.", "round(2.345, 2)", "2.34",
            ("round(number: decimal, digits: int64 = 0) -> decimal", static call => Exact(call, static call => Round(call.Number(0), call.Long(1, 0)))),
            ("round(number: int64, digits: int64 = 0) -> int64", static call => Integer(call, Round(Decimal38.FromInt64(call.Long(0)), call.Long(1, 0)))),
            ("round(number: double, digits: int64 = 0) -> double", static call => call.Return(Round(call.Double(0), call.Long(1, 0))))),
        Function.Of(Category, "The number cut off, towards zero, after so many digits behind the point; below 0 at tens, hundreds and so on.", "trunc(-2.789, 1)", "-2.7",
            ("trunc(number: decimal, digits: int64 = 0) -> decimal", static call => call.Return(Cut(call.Number(0), call.Long(1, 0)))),
            ("trunc(number: int64, digits: int64 = 0) -> int64", static call => Integer(call, Cut(Decimal38.FromInt64(call.Long(0)), call.Long(1, 0))))),
        Function.Of(Category, "The greatest integer that is not greater than the number.", "floor(-1.5)", "-2",
            ("floor(number: decimal) -> decimal", static call => call.Return(Floor(call.Number(0)))),
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
        Function.Of(Category, "How often one number goes into another: the quotient, cut off towards zero.", "div(-7.5, 2)", "-3",
            ("div(dividend: decimal, divisor: decimal) -> decimal", Quotient),
            ("div(dividend: int64, divisor: int64) -> int64", QuotientOfIntegers)),
        Function.Of(Category, "The number to the power of an integer, exact; a negative power is rounded at 10 digits after the point. Also called pow.", "power(1.1, 3)", "1.331",
            ("power(base: decimal, exponent: int64) -> decimal", Power),
            ("power(base: double, exponent: int64) -> double", static call => call.Return(Math.Pow(call.Double(0), call.Long(1))))),
        Function.Of(Category, "The square root as a double; null for a negative number.", "sqrt(16)", "4",
            ("sqrt(number: double) -> double?", Root)),
        Function.Of(Category, "e to the power of the number, as a double.", "exp(0)", "1",
            ("exp(number: double) -> double", static call => call.Return(Math.Exp(call.Double(0))))),
        Function.Of(Category, "The natural logarithm as a double; null unless the number is above 0.", "ln(1)", "0",
            ("ln(number: double) -> double?", static call => Logarithm(call, Math.Log))),
        Function.Of(Category, "The logarithm to the base 10 as a double; null unless the number is above 0.", "log10(1000)", "3",
            ("log10(number: double) -> double?", static call => Logarithm(call, Math.Log10))),
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

    private static Decimal38 Round(Decimal38 number, long digits)
    {
        if (digits >= 0)
            return number.Round((int)Math.Min(digits, MaxDigits));
        var unit = UnitOf(digits);
        return unit is null ? Decimal38.FromInt64(0) : Decimal38.Divide(number, unit.Value, scale: 0) * unit.Value;
    }

    private static double Round(double number, long digits)
    {
        if (digits >= 0)
            return Math.Round(number, (int)Math.Min(digits, 15), MidpointRounding.ToEven);
        var unit = Math.Pow(10, -Math.Max(digits, -309));
        return double.IsInfinity(unit) ? 0 : Math.Round(number / unit, MidpointRounding.ToEven) * unit;
    }

    private static Decimal38 Cut(Decimal38 number, long digits)
    {
        if (number.Scale <= digits)
            return number;
        var cut = new Decimal38(number.Unscaled / Decimal38.PowerOfTen(number.Scale - (int)Math.Max(digits, 0)), (int)Math.Max(digits, 0));
        if (digits >= 0)
            return cut;
        var unit = UnitOf(digits);
        return unit is null ? Decimal38.FromInt64(0) : cut - new Decimal38(cut.Unscaled % unit.Value.Unscaled);
    }

    /// <summary>What is rounded to where digits before the point go too, such as 100; null beyond what numbers have.</summary>
    private static Decimal38? UnitOf(long digits) => digits > -MaxDigits ? new Decimal38(Decimal38.PowerOfTen((int)-digits)) : null;

    private static void Integer(Invocation call, Decimal38 number)
    {
        if (number.TryToInt64(out var integer))
            call.Return(integer);
        else
            call.Fail(ExpressionError.OutOfRange);
    }

    private static void Quotient(Invocation call)
    {
        if (call.Number(1).Unscaled == 0)
            call.Fail(ExpressionError.DivisionByZero);
        else
            Exact(call, static call => Decimal38.Divide(call.Number(0) - Arithmetic.Apply(CalculationOperation.Modulo, call.Number(0), call.Number(1), scale: 0), call.Number(1), scale: 0));
    }

    private static void QuotientOfIntegers(Invocation call)
    {
        if (call.Long(1) == 0)
            call.Fail(ExpressionError.DivisionByZero);
        else if (call.Long(1) == -1 && call.Long(0) == long.MinValue)
            call.Fail(ExpressionError.OutOfRange);
        else
            call.Return(call.Long(0) / call.Long(1));
    }

    private static void Logarithm(Invocation call, Func<double, double> logarithm)
    {
        if (call.Double(0) > 0)
            call.Return(logarithm(call.Double(0)));
        else
            call.ReturnNull();
    }

    private static void Abs(Invocation call)
    {
        if (call.Long(0) == long.MinValue)
            call.Fail(ExpressionError.OutOfRange);
        else
            call.Return(Math.Abs(call.Long(0)));
    }

    /// <summary>The greatest integer that is not greater than the number.</summary>
    public static Decimal38 Floor(Decimal38 number) => Whole(number, towardsZero: number.Unscaled >= 0);

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
