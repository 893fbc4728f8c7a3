using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlProfileStoreTests(PostgresFixture postgres) : ProfileStoreConformance, IClassFixture<PostgresFixture>
{
    private string connectionString = "";

    public override async Task InitializeAsync()
    {
        connectionString = await postgres.CreateDatabaseAsync(Token);
        await base.InitializeAsync();
    }

    protected override Task<ServiceProvider> ConnectAsync() => PostgreSqlTestServices.ConnectAsync(connectionString);
}
