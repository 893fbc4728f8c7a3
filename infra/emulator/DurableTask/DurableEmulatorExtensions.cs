using DataAggregator.Emulator.Durable;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataAggregator.Emulator;

/// <summary>Runs Durable Task workers and clients on the emulator's engine.</summary>
public static class DurableEmulatorExtensions
{
    /// <summary>Runs the worker's orchestrators and activities from a SQLite file, for as long as the host runs.</summary>
    /// <param name="builder">The worker.</param>
    /// <param name="databasePath">The SQLite file; made where there is none.</param>
    public static IDurableTaskWorkerBuilder UseEmulator(this IDurableTaskWorkerBuilder builder, string databasePath)
        => builder.UseEmulator(databasePath, _ => { });

    /// <summary>Runs the worker's orchestrators and activities from a SQLite file, with further settings.</summary>
    /// <param name="builder">The worker.</param>
    /// <param name="databasePath">The SQLite file; made where there is none.</param>
    /// <param name="configure">Changes the settings.</param>
    public static IDurableTaskWorkerBuilder UseEmulator(
        this IDurableTaskWorkerBuilder builder, string databasePath, Action<DurableEmulatorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddEngine(builder.Services, EmulatorWorker.OptionsName(builder.Name), databasePath, configure);
        return builder.UseBuildTarget<EmulatorWorker>();
    }

    /// <summary>Connects the client to a SQLite file, in the process where its worker runs.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="databasePath">The SQLite file; made where there is none.</param>
    public static IDurableTaskClientBuilder UseEmulator(this IDurableTaskClientBuilder builder, string databasePath)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddEngine(builder.Services, EmulatorClient.OptionsName(builder.Name), databasePath, _ => { });
        return builder.UseBuildTarget<EmulatorClient>();
    }

    private static void AddEngine(IServiceCollection services, string name, string databasePath, Action<DurableEmulatorOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(databasePath);
        services.TryAddSingleton<DurableEngines>();
        services.Configure<DurableEmulatorOptions>(name, options =>
        {
            options.DatabasePath = Path.GetFullPath(databasePath);
            configure(options);
        });
    }
}
