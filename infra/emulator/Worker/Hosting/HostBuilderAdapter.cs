using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Emulator.Worker.Hosting;

/// <summary>Shows an application builder as the older host builder, which ASP.NET Core's web host wants; callbacks run at once.</summary>
internal sealed class HostBuilderAdapter(HostApplicationBuilder host) : IHostBuilder
{
    private readonly HostBuilderContext context =
        (HostBuilderContext)host.Services.Single(service => service.ServiceType == typeof(HostBuilderContext)).ImplementationInstance!;

    public IDictionary<object, object> Properties => context.Properties;

    public IHostBuilder ConfigureHostConfiguration(Action<IConfigurationBuilder> configureDelegate)
    {
        configureDelegate(host.Configuration);
        return this;
    }

    public IHostBuilder ConfigureAppConfiguration(Action<HostBuilderContext, IConfigurationBuilder> configureDelegate)
    {
        configureDelegate(context, host.Configuration);
        return this;
    }

    public IHostBuilder ConfigureServices(Action<HostBuilderContext, IServiceCollection> configureDelegate)
    {
        configureDelegate(context, host.Services);
        return this;
    }

    public IHostBuilder ConfigureContainer<TContainerBuilder>(Action<HostBuilderContext, TContainerBuilder> configureDelegate)
        => throw new NotSupportedException("The application builder configures the container.");

    public IHostBuilder UseServiceProviderFactory<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory)
        where TContainerBuilder : notnull => throw new NotSupportedException("The application builder configures the container.");

    public IHostBuilder UseServiceProviderFactory<TContainerBuilder>(Func<HostBuilderContext, IServiceProviderFactory<TContainerBuilder>> factory)
        where TContainerBuilder : notnull => throw new NotSupportedException("The application builder configures the container.");

    public IHost Build() => throw new NotSupportedException("The application builder builds the host.");
}
