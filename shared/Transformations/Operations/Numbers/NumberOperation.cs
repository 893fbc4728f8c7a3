using System.Globalization;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Numbers;

/// <summary>An operation that makes a number of a number, of the same type.</summary>
/// <typeparam name="TParameters">As of <see cref="FieldOperation{TParameters}"/>.</typeparam>
internal abstract class NumberOperation<TParameters> : ValueOperation<TParameters>
    where TParameters : class
{
    private static readonly OperationFailure NotNumber = new("not_a_number", "The value is no number; cast it to decimal first.");
    private static readonly OperationFailure OutOfRange = new("number_out_of_range", "The result does not fit the field's type.");

    public sealed override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is not (DataType.Int64 or DataType.Decimal or DataType.Double or DataType.Json))
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, but the operation works on numbers; cast it to decimal or int64 first.");
        return input with { SourceType = null };
    }

    protected sealed override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (value.Kind == ValueKind.HugeNumber)
            return OutOfRange;
        if (value.Kind is not (ValueKind.Number or ValueKind.Double))
            return NotNumber;
        try
        {
            if (value.Kind == ValueKind.Double)
                result.Append(Change(value.Double));
            else if (Change(value.Number) is var changed && (result.Type != DataType.Int64 || changed.TryToInt64(out _)))
                result.Append(changed);
            else
                return OutOfRange;
            return null;
        }
        catch (OverflowException)
        {
            return OutOfRange;
        }
    }

    /// <summary>What becomes of a number.</summary>
    /// <exception cref="OverflowException">It does not fit 38 digits.</exception>
    protected abstract Decimal38 Change(Decimal38 number);

    // A double is taken as the decimal that it is written as; one of more than 38 digits has none after the point to change.
    private double Change(double number)
    {
        Span<byte> text = stackalloc byte[ValueText.Room];
        return number.TryFormat(text, out var written, "R", CultureInfo.InvariantCulture) && Decimal38.TryParse(text[..written], out var exact)
            ? double.Parse(Change(exact).ToString(), CultureInfo.InvariantCulture)
            : ChangeHuge(number);
    }

    /// <summary>What becomes of a double that no decimal of 38 digits stands for: very large, very small, or not finite.</summary>
    protected virtual double ChangeHuge(double number) =>
        Math.Abs(number) is > 0 and < 1 ? double.Parse(Change(new Decimal38(Math.Sign(number), Decimal38.MaxDigits)).ToString(), CultureInfo.InvariantCulture) : number;
}
