namespace DataAggregator.Core.Quality;

/// <summary>How many records of a part of a run were not what an expectation wants.</summary>
/// <param name="Expectation">The expectation's number in the pipeline.</param>
/// <param name="Failing">The records.</param>
/// <param name="Example">The value of the first of them.</param>
public sealed record CheckCount(int Expectation, long Failing, string? Example);
