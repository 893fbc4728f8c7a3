using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions.Functions;

namespace DataAggregator.Transformations.Expressions;

/// <summary>Why an expression has no value for a record. Errors are made ahead, not for each record.</summary>
/// <param name="Code">A stable word, such as <c>number_out_of_range</c>.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
internal sealed record ExpressionError(string Code, string Message)
{
    public static ExpressionError OutOfRange { get; } = new("number_out_of_range", "The result has more than 38 digits, or is beyond what its type holds.");

    public static ExpressionError DivisionByZero { get; } = new("division_by_zero", "Nothing can be divided by zero. Ask first: if(b = 0, null, a / b).");

    public static ExpressionError TooLong { get; } = new("text_too_long", "The text that results is too long.");

    public static ExpressionError RegexTimeout { get; } = new("regex_timeout", "The pattern took longer than 50 ms on this value; make it simpler.");

    /// <summary>A value of a json field is of another type than is needed.</summary>
    public static ExpressionError WrongType(DataType needed) => new(
        needed is DataType.Int64 or DataType.Decimal or DataType.Double ? "calculation_operand" : "expression_type",
        $"A value is not of type {Signature.TypeName(needed)}, which the expression needs. Mend the record, or convert the value, such as by to_decimal().");
}
