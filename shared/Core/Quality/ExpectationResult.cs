namespace DataAggregator.Core.Quality;

/// <summary>What an expectation came to.</summary>
/// <param name="Name">The expectation's name.</param>
/// <param name="Type">What it looks at.</param>
/// <param name="Field">The field, or the fields with commas; null where it is about records.</param>
/// <param name="Severity">What it means when it is not met.</param>
/// <param name="Passed">Whether it is met.</param>
/// <param name="Expected">What was wanted, in words.</param>
/// <param name="Actual">What was found, in words.</param>
public sealed record ExpectationResult(string Name, ExpectationType Type, string? Field, ExpectationSeverity Severity, bool Passed, string Expected, string Actual);
