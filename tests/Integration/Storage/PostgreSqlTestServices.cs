using DataAggregator.Storage;
using DataAggregator.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>The services of one process over a database.</summary>
internal static class PostgreSqlTestServices
{
    public static async Task<ServiceProvider> ConnectAsync(string connectionString, TimeProvider? time = null)
    {
        var collection = new ServiceCollection().AddLogging();
        if (time is not null)
            collection.AddSingleton(time);
        var services = collection.AddPostgreSqlStorage(connectionString).BuildServiceProvider();
        await services.GetRequiredService<PostgreSqlMigrator>().MigrateAsync(CancellationToken.None);
        return services;
    }
}
