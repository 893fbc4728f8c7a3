namespace DataAggregator.Core.Records;

/// <summary>Why a record was rejected.</summary>
/// <param name="Step">The step: <c>source</c>, <c>transformations[2]</c> or <c>destination</c>.</param>
/// <param name="Field">The field, where one is to blame.</param>
/// <param name="Rule">The rule, such as <c>email_format</c> or the step's type.</param>
/// <param name="Code">A stable word for programs, such as <c>invalid_email</c> or <c>calculation_operand</c>.</param>
/// <param name="Message">What is wrong and how to mend it, for people.</param>
public sealed record RecordError(string Step, string? Field, string Rule, string Code, string Message);
