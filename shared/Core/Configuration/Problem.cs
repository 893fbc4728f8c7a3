namespace DataAggregator.Core.Configuration;

/// <summary>One thing wrong with a document that a user wrote.</summary>
/// <param name="Path">Where: a JSON path such as <c>$.transformations[2].field_name</c>.</param>
/// <param name="Message">What is wrong and the way out.</param>
public sealed record Problem(string Path, string Message);
