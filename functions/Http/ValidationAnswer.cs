using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;

namespace DataAggregator.Functions.Http;

/// <summary>What checking a document found.</summary>
/// <param name="Valid">Whether nothing is wrong.</param>
/// <param name="Errors">Everything that is wrong, each with its path.</param>
/// <param name="OutputSchema">The schema that steps give, where the schema that goes in is known.</param>
/// <param name="Warnings">What is allowed, but should be known: what is not promised, what is not signed.</param>
public sealed record ValidationAnswer(bool Valid, IReadOnlyList<Problem> Errors, Schema? OutputSchema = null, IReadOnlyList<Problem>? Warnings = null);
