using DataAggregator.Storage;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class SqliteProfileStoreTests : ProfileStoreConformance
{
    private readonly TemporaryFolder folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    protected override Task<ServiceProvider> ConnectAsync() => Task.FromResult(new ServiceCollection().AddSqliteStorage(folder["runs.db"]).AddKeyFileSecrets(folder["runs.db"] + ".key").BuildServiceProvider());
}
