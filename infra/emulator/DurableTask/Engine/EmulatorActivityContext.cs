using Microsoft.DurableTask;

namespace DataAggregator.Emulator.Durable;

/// <summary>
/// What every activity that the engine runs gets as its context. The Functions host reads from it what function-based activities
/// need beyond the official surface: the services of the call, the raw input, and the token.
/// </summary>
internal sealed class EmulatorActivityContext(
    ActivityWork work, DataConverter converter, IServiceProvider services, CancellationToken stopping) : TaskActivityContext
{
    public override TaskName Name => work.Name;

    public override string InstanceId => work.InstanceId;

    public override string Version => work.Version;

    /// <summary>The number of the call within its orchestration.</summary>
    public int TaskId => work.TaskId;

    /// <summary>The input as it was serialized by the caller; null if there is none.</summary>
    public string? SerializedInput => work.Input;

    /// <summary>Reads inputs and writes outputs.</summary>
    public DataConverter Converter => converter;

    /// <summary>The services of this call's scope.</summary>
    public IServiceProvider Services => services;

    /// <summary>Cancelled when the host stops. Whatever the activity throws after that is not recorded: it runs again at the next start.</summary>
    public CancellationToken CancellationToken => stopping;
}
