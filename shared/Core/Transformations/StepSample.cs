namespace DataAggregator.Core.Transformations;

/// <summary>Some of the records that one step saw and gave, as JSON in UTF-8.</summary>
/// <param name="step">How the step is called in errors: <c>transformations[2]</c>.</param>
/// <param name="name">Its name in the books.</param>
public sealed class StepSample(string step, string name)
{
    /// <summary>How the step is called in errors: <c>transformations[2]</c>.</summary>
    public string Step => step;

    /// <summary>Its name in the books.</summary>
    public string Name => name;

    /// <summary>The first records that went in.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Before => Inputs;

    /// <summary>The first records that came out.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> After => Outputs;

    internal List<ReadOnlyMemory<byte>> Inputs { get; } = [];

    internal List<ReadOnlyMemory<byte>> Outputs { get; } = [];
}
