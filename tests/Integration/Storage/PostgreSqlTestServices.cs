using DataAggregator.Storage;
using DataAggregator.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>The services of one process over a database.</summary>
internal static class PostgreSqlTestServices
{
    // One for all tests of this process, as hosts that share a database share their key.
    private static readonly string KeyFile = Path.Combine(Path.GetTempPath(), $"dataaggregator-tests-{Environment.ProcessId}.key");

    public static async Task<ServiceProvider> ConnectAsync(string connectionString, TimeProvider? time = null)
    {
        var collection = new ServiceCollection().AddLogging();
        if (time is not null)
            collection.AddSingleton(time);
        var services = collection.AddPostgreSqlStorage(connectionString).AddKeyFileSecrets(KeyFile).BuildServiceProvider();
        await services.GetRequiredService<PostgreSqlMigrator>().MigrateAsync(CancellationToken.None);
        return services;
    }
}
