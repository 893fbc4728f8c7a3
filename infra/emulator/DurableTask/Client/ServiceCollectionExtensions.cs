using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Adds Durable Task clients.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds a client, or gives the builder of one that was added before.</summary>
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        name ??= Options.DefaultName;
        if (services.Select(service => service.ImplementationInstance).OfType<DefaultDurableTaskClientBuilder>().FirstOrDefault(known => known.Name == name) is { } known)
        {
            return known;
        }

        var builder = new DefaultDurableTaskClientBuilder(name, services);
        services.AddSingleton(builder);
        services.TryAddSingleton<IDurableTaskClientProvider, DurableTaskClientProvider>();
        services.AddOptions<DurableTaskClientOptions>(name).Configure<IServiceProvider>(UseRegisteredConverter);
        services.AddSingleton(provider => new RegisteredClient(builder.Build(provider)));
        if (name == Options.DefaultName)
        {
            builder.RegisterDirectly();
        }

        return builder;
    }

    /// <summary>Adds and configures the default client.</summary>
    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, Action<IDurableTaskClientBuilder> configure)
        => services.AddDurableTaskClient(Options.DefaultName, configure);

    /// <summary>Adds and configures a named client.</summary>
    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(services.AddDurableTaskClient(name));
        return services;
    }

    private static void UseRegisteredConverter(DurableTaskClientOptions options, IServiceProvider services)
    {
        if (!options.HasDataConverter && services.GetService<DataConverter>() is { } converter)
        {
            options.DataConverter = converter;
        }
    }
}
