using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Configures a worker of the class that <see cref="BuildTarget"/> names.</summary>
public class DefaultDurableTaskWorkerBuilder : IDurableTaskWorkerBuilder
{
    private Type? buildTarget;

    /// <summary>For a worker of a name.</summary>
    public DefaultDurableTaskWorkerBuilder(string? name, IServiceCollection services)
    {
        Name = name ?? Options.DefaultName;
        Services = services ?? throw new ArgumentNullException(nameof(services));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IServiceCollection Services { get; }

    /// <inheritdoc/>
    public Type? BuildTarget
    {
        get => buildTarget;
        set => buildTarget = value is null || (value.IsSubclassOf(typeof(DurableTaskWorker)) && !value.IsAbstract)
            ? value
            : throw new ArgumentException($"{value} has to be a class that can be made and derives from {nameof(DurableTaskWorker)}.", nameof(value));
    }

    /// <inheritdoc/>
    public IHostedService Build(IServiceProvider serviceProvider)
    {
        if (buildTarget is null)
        {
            throw new InvalidOperationException("The Durable Task worker has no back end. Name one on its builder, for example UseEmulator(databasePath).");
        }

        var registry = serviceProvider.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(Name);
        return (IHostedService)ActivatorUtilities.CreateInstance(serviceProvider, buildTarget, Name, new RegistryFactory(registry));
    }
}
