using DataAggregator.Core.Configuration;

namespace DataAggregator.Functions.Pipelines.Portable;

/// <summary>What became of one pipeline of an import.</summary>
/// <param name="Name">Its name, where it has one.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Id">Its id, unless it failed or is only tried.</param>
/// <param name="Version">Its version now.</param>
/// <param name="Errors">Why it was not taken, each with its path in the document that was sent.</param>
/// <param name="Warnings">What was allowed, but should be known, each with its path in the definition.</param>
public sealed record ImportedPipeline(string? Name, ImportOutcome Outcome, string? Id = null, int? Version = null, IReadOnlyList<Problem>? Errors = null, IReadOnlyList<Problem>? Warnings = null);
