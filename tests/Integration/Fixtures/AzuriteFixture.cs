using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Servers;
using Xunit;

namespace DataAggregator.Tests.Fixtures;

/// <summary>A real Azurite, one for the whole test process; every test uses a container name of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<AzuriteServer>> Shared = new(StartAsync);
    private AzuriteServer? server;

    /// <summary>What an Azure Storage client connects with.</summary>
    public string ConnectionString => Server.ConnectionString;

    /// <summary>Where Blob Storage answers.</summary>
    public Uri BlobEndpoint => Server.BlobEndpoint;

    private AzuriteServer Server => server ?? throw new InvalidOperationException("The fixture is not initialised.");

    public async Task InitializeAsync() => server = await Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<AzuriteServer> StartAsync()
    {
        var packages = Checkout.Find().Servers;
        await new NodePackages(new ConsoleProgress()).EnsureInstalledAsync(packages, CancellationToken.None);
        var folder = ServerFolder.Create("azurite");
        return await AzuriteServer.StartAsync(packages, folder, CancellationToken.None);
    }
}
