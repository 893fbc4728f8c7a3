using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>A suite that every implementation of a store passes, over a database of the test's own.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private ServiceProvider? services;

    protected CancellationToken Token { get; } = CancellationToken.None;

    protected ServiceProvider Services => services ?? throw new InvalidOperationException("The store is not set up.");

    public virtual async Task InitializeAsync() => services = await ConnectAsync();

    public virtual async Task DisposeAsync() => await Services.DisposeAsync();

    /// <summary>The services of one process over the test's own database; called again, those of a second process.</summary>
    protected abstract Task<ServiceProvider> ConnectAsync();
}
