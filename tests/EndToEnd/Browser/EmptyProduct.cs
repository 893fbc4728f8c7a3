namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>The product without its demo, for tests that make what they look at; runs go in small segments, between which they can be paused, and may reach the servers of tests.</summary>
public sealed class EmptyProduct : RunningProduct
{
    protected override IReadOnlyList<string> Arguments => ["--no-demo"];

    protected override IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["DATAAGGREGATOR_ALLOW_PRIVATE_NETWORK"] = "true", ["DATAAGGREGATOR_SEGMENT_BYTES"] = "16384" };
}
