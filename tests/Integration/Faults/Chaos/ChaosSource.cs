namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>Where the numbers come from.</summary>
internal enum ChaosSource
{
    /// <summary>A CSV file: read, transformed and loaded without staging.</summary>
    File,

    /// <summary>A REST API that fails now and then: sealed first.</summary>
    Api,
}
