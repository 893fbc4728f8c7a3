using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Durable;

/// <summary>What a worker brings to the engine.</summary>
/// <param name="Tasks">Its orchestrators and activities.</param>
/// <param name="Services">What they are made from.</param>
/// <param name="Loggers">Where they log to.</param>
/// <param name="Converter">Reads and writes their inputs and outputs.</param>
/// <param name="Activities">How many activities run at a time.</param>
/// <param name="Orchestrations">How many turns are made at a time.</param>
/// <param name="CachedOrchestrations">How many live orchestrations are kept between turns; none forces a replay every turn.</param>
/// <param name="TurnFilter">Runs around every turn.</param>
internal sealed record WorkerSetup(
    RegistryFactory Tasks,
    IServiceProvider Services,
    ILoggerFactory Loggers,
    DataConverter Converter,
    int Activities,
    int Orchestrations,
    int CachedOrchestrations,
    ITurnFilter? TurnFilter = null);
