using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Adds Durable Task workers.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a worker, or gives the builder of one that was added before.</summary>
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        name ??= Options.DefaultName;
        if (services.Select(service => service.ImplementationInstance).OfType<DefaultDurableTaskWorkerBuilder>().FirstOrDefault(known => known.Name == name) is { } known)
        {
            return known;
        }

        var builder = new DefaultDurableTaskWorkerBuilder(name, services);
        services.AddSingleton(builder);
        services.AddOptions<DurableTaskWorkerOptions>(name).Configure<IServiceProvider>(UseRegisteredConverter);
        services.AddSingleton(builder.Build);
        return builder;
    }

    /// <summary>Adds and configures the default worker.</summary>
    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure)
        => services.AddDurableTaskWorker(Options.DefaultName, configure);

    /// <summary>Adds and configures a named worker.</summary>
    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskWorker(name));
        return services;
    }

    private static void UseRegisteredConverter(DurableTaskWorkerOptions options, IServiceProvider services)
    {
        if (!options.HasDataConverter && services.GetService<DataConverter>() is { } converter)
        {
            options.DataConverter = converter;
        }
    }
}
