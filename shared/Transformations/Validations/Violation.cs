namespace DataAggregator.Transformations.Validations;

/// <summary>Why a value breaks a rule. Validations keep theirs ready: none is made for a value that passes.</summary>
/// <param name="Code">A stable word for programs, listed with the validation in the catalogue.</param>
/// <param name="Message">What is wrong and how to mend it; never the value itself.</param>
internal sealed record Violation(string Code, string Message)
{
    /// <summary>A pattern took too long, so that nobody knows whether the value keeps the rule: the record is rejected whatever the step says.</summary>
    public static Violation TimedOut { get; } = new("regex_timeout", "The pattern took longer than 50 ms on this value; make it simpler.");
}
