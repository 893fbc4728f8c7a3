using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;

namespace DataAggregator.Core.Runs;

/// <summary>Why a run failed.</summary>
/// <param name="Code">A stable word, such as <c>connection_refused</c>.</param>
/// <param name="Message">What happened, for people: with host, port and reason where it is about a connection.</param>
/// <param name="Step">Where: <c>source</c>, <c>destination</c>, <c>transformations[2]</c>.</param>
/// <param name="Hint">The way out, where one is known.</param>
/// <param name="Class">What can be done about it; null for a run of an earlier version.</param>
public sealed record RunError(string Code, string Message, string? Step = null, string? Hint = null, ErrorClass? Class = null)
{
    /// <summary>Where the code is explained; null for a code that is not in the catalogue.</summary>
    public string? Documentation => ErrorCatalogue.Find(Code)?.Documentation;
}
