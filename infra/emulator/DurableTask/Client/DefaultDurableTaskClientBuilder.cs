using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Configures a client of the class that <see cref="BuildTarget"/> names.</summary>
public class DefaultDurableTaskClientBuilder(string? name, IServiceCollection services) : IDurableTaskClientBuilder
{
    private Type? buildTarget;

    /// <inheritdoc/>
    public string Name { get; } = name ?? Options.DefaultName;

    /// <inheritdoc/>
    public IServiceCollection Services { get; } = services;

    /// <inheritdoc/>
    public Type? BuildTarget
    {
        get => buildTarget;
        set => buildTarget = value is null || (value.IsSubclassOf(typeof(DurableTaskClient)) && !value.IsAbstract)
            ? value
            : throw new ArgumentException($"{value} has to be a class that can be made and derives from {nameof(DurableTaskClient)}.", nameof(value));
    }

    /// <inheritdoc/>
    public DurableTaskClient Build(IServiceProvider serviceProvider) => buildTarget is null
        ? throw new InvalidOperationException("The Durable Task client has no back end. Name one on its builder, for example UseEmulator(databasePath).")
        : (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, buildTarget, Name);
}
