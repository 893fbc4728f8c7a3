using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlRunLogStoreTests(PostgresFixture postgres) : RunLogStoreConformance, IClassFixture<PostgresFixture>
{
    protected override async Task<ServiceProvider> ConnectAsync() => await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync(Token));
}
