using System.Text.Json;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Core.Connectors;

/// <summary>The base of a connector's reading half. It binds and validates the config, then calls the typed methods.</summary>
/// <typeparam name="TOptions">The settings: a sealed record whose properties carry a description.</typeparam>
public abstract class Source<TOptions> : ISource
    where TOptions : class
{
    void ISource.Validate(JsonElement config, string path, Problems problems)
    {
        if (ConfigBinder.Bind<TOptions>(config, path, problems) is { } options)
            Validate(options, path, problems);
    }

    IAsyncEnumerable<Check> ISource.CheckAsync(JsonElement config, CancellationToken cancellationToken) => CheckAsync(Bind(config), cancellationToken);

    Task<IReadOnlyList<StreamDescriptor>> ISource.DiscoverAsync(JsonElement config, CancellationToken cancellationToken) => DiscoverAsync(Bind(config), cancellationToken);

    Task<SourcePlan> ISource.PlanAsync(JsonElement config, PlanRequest request, CancellationToken cancellationToken) => PlanAsync(Bind(config), request, cancellationToken);

    IAsyncEnumerable<SourceBatch> ISource.ReadAsync(JsonElement config, ReadRequest request, CancellationToken cancellationToken) => ReadAsync(Bind(config), request, cancellationToken);

    /// <summary>Adds what is wrong beyond types, ranges and unknown keys: settings that exclude each other, or need each other.</summary>
    protected virtual void Validate(TOptions options, string path, Problems problems)
    {
    }

    /// <inheritdoc cref="ISource.CheckAsync"/>
    protected abstract IAsyncEnumerable<Check> CheckAsync(TOptions options, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISource.DiscoverAsync"/>
    protected abstract Task<IReadOnlyList<StreamDescriptor>> DiscoverAsync(TOptions options, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISource.PlanAsync"/>
    protected abstract Task<SourcePlan> PlanAsync(TOptions options, PlanRequest request, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISource.ReadAsync"/>
    protected abstract IAsyncEnumerable<SourceBatch> ReadAsync(TOptions options, ReadRequest request, CancellationToken cancellationToken);

    /// <summary>The settings of a config.</summary>
    protected TOptions Bind(JsonElement config)
    {
        var problems = new Problems();
        var options = ConfigBinder.Bind<TOptions>(config, "$.config", problems);
        if (options is not null)
            Validate(options, "$.config", problems);
        problems.ThrowIfAny();
        return options!;
    }
}
