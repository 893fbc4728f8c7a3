using DataAggregator.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class SqliteWritePlanStoreTests : WritePlanStoreConformance
{
    private readonly string folder = Directory.CreateTempSubdirectory("dataaggregator-sqlite-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override Task<ServiceProvider> ConnectAsync() => Task.FromResult(new ServiceCollection().AddSqliteStorage(Path.Combine(folder, "runs.db")).AddKeyFileSecrets(Path.Combine(folder, "runs.db") + ".key").BuildServiceProvider());
}
