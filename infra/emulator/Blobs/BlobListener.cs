using Azure.Storage.Blobs;
using DataAggregator.Emulator.Triggers;
using DataAggregator.Emulator.Worker.HostJson;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Blobs;

/// <summary>Serves functions with a <see cref="BlobTriggerAttribute"/>: a poller for each.</summary>
internal sealed class BlobListener(
    IConfiguration configuration,
    EmulatorOptions options,
    HostSettings settings,
    FunctionInvoker invoker,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<BlobListener> log) : ITriggerListener, IDisposable
{
    private const string DefaultConnection = "AzureWebJobsStorage";

    private readonly ListenerTasks _pollers = new(lifetime);
    private BlobReceipts? _receipts;

    public Type Trigger => typeof(BlobTriggerAttribute);

    /// <summary>Starts the pollers.</summary>
    /// <exception cref="EmulatorStartException">A function's path or connection is wrong.</exception>
    public Task StartAsync(IReadOnlyList<FunctionDescriptor> functions, CancellationToken cancellationToken)
    {
        var sources = functions.Select(function => (Function: function, Pattern: Pattern(function), Connection: Connection(function))).ToArray();
        var receipts = _receipts = new BlobReceipts(Path.Combine(options.DataDirectory, "blob-receipts.db"));
        foreach (var (function, pattern, connection) in sources)
        {
            var container = Container(function, connection, pattern.Container);
            var poller = new BlobPoller(function, container, pattern, receipts, new PoisonQueue(connection), settings.Blobs, invoker, time, log);
            _pollers.Run(poller.RunAsync, exception => Log.PollerStopped(log, exception, function.Name));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _pollers.StopAsync(cancellationToken);

    public void Dispose()
    {
        _pollers.Dispose();
        _receipts?.Dispose();
    }

    private BlobPathPattern Pattern(FunctionDescriptor function)
    {
        var path = SettingNames.Resolve(((BlobTriggerAttribute)function.Trigger).BlobPath, configuration, $"the blob path of function '{function.Name}'");
        try
        {
            return BlobPathPattern.Parse(path);
        }
        catch (FormatException cause)
        {
            throw new EmulatorStartException($"Function '{function.Name}': {cause.Message}", cause);
        }
    }

    private string Connection(FunctionDescriptor function)
        => ConnectionSetting.Read(configuration, ((BlobTriggerAttribute)function.Trigger).Connection ?? DefaultConnection, function.Name);

    private static BlobContainerClient Container(FunctionDescriptor function, string connection, string container)
    {
        try
        {
            return new BlobContainerClient(connection, container);
        }
        catch (FormatException cause)
        {
            throw new EmulatorStartException($"Function '{function.Name}': its storage connection string is malformed. {cause.Message}", cause);
        }
    }
}
