using DataAggregator.Core.Configuration;

namespace DataAggregator.Functions.Http;

/// <summary>A problem as RFC 9457 has it.</summary>
/// <param name="Type">Where the code is explained.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong and the way out, for people.</param>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Errors">Everything that is wrong with the body, each with its path.</param>
/// <param name="TraceId">Finds the request in the log.</param>
public sealed record ProblemDetailsAnswer(string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<Problem>? Errors, string TraceId);
