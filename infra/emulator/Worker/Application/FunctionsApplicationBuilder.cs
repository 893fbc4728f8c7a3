using DataAggregator.Emulator;
using DataAggregator.Emulator.Worker.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a functions application.</summary>
public class FunctionsApplicationBuilder : IFunctionsWorkerApplicationBuilder, IHostApplicationBuilder
{
    private readonly HostApplicationBuilder host;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware = [];
    private bool built;

    internal FunctionsApplicationBuilder(string[]? args)
    {
        host = EmulatorDefaults.CreateHostBuilder(args ?? []);
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)host).Properties;

    /// <summary>The application's configuration.</summary>
    public ConfigurationManager Configuration => host.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => host.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => host.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => host.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => host.Metrics;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services => host.Services;

    internal EmulatorOptions Options { get; } = new();

    /// <summary>Whether HTTP functions are served.</summary>
    internal bool ServesHttp { get; set; }

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        RefuseWhenBuilt();
        this.middleware.Add(middleware);
        return this;
    }

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => host.ConfigureContainer(factory, configure);

    /// <summary>Builds the host. Starting it starts the functions.</summary>
    /// <returns>The host.</returns>
    /// <exception cref="EmulatorStartException">The environment is Production, or <c>host.json</c> or a function is wrong.</exception>
    /// <exception cref="InvalidOperationException">The application was built before.</exception>
    public IHost Build()
    {
        RefuseWhenBuilt();
        built = true;
        EmulatorComposition.AddTo(host, Options, middleware, ServesHttp);
        return host.Build();
    }

    private void RefuseWhenBuilt()
    {
        if (built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }
    }
}
