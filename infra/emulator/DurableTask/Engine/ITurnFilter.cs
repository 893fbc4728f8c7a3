namespace DataAggregator.Emulator.Durable;

/// <summary>Runs around every turn of every orchestration; the Functions host puts its middleware there. Optional.</summary>
internal interface ITurnFilter
{
    /// <summary>Runs around one turn. If it throws, the turn is not recorded and made again a little later.</summary>
    /// <param name="orchestrator">The orchestrator's name.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="turn">Makes the turn, replay included, on the thread that calls it.</param>
    /// <returns>A task that ends when the turn may be recorded.</returns>
    Task RunAsync(string orchestrator, string instanceId, Action turn);
}
