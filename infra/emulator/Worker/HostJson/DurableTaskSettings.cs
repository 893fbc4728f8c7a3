namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary><c>extensions.durableTask</c>.</summary>
internal sealed class DurableTaskSettings
{
    public string HubName { get; set; } = "TestHubName";

    /// <summary>Activities at a time; officially ten per processor.</summary>
    public int MaxConcurrentActivityFunctions { get; set; } = 10 * Environment.ProcessorCount;

    /// <summary>Orchestrator turns at a time; officially ten per processor.</summary>
    public int MaxConcurrentOrchestratorFunctions { get; set; } = 10 * Environment.ProcessorCount;
}
