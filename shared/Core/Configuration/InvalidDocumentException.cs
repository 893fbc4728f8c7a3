namespace DataAggregator.Core.Configuration;

/// <summary>A document is well-formed but invalid (422): a pipeline, a connector's config, a list of steps.</summary>
public sealed class InvalidDocumentException(IReadOnlyList<Problem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Path}: {problem.Message}")))
{
    /// <summary>Every problem found.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
