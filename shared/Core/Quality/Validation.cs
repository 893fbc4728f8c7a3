using System.ComponentModel;

namespace DataAggregator.Core.Quality;

/// <summary>What a pipeline's runs have to be like as a whole.</summary>
public sealed record Validation
{
    /// <summary>The expectations.</summary>
    [Description("What the records of a run have to be like as a whole; judged before a replaced table or file becomes visible.")]
    public IReadOnlyList<Expectation> Expectations { get; init; } = [];
}
