using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlStreamStateStoreTests(PostgresFixture postgres) : StreamStateStoreConformance, IClassFixture<PostgresFixture>
{
    protected override async Task<ServiceProvider> ConnectAsync() => await PostgreSqlTestServices.ConnectAsync(await postgres.CreateDatabaseAsync());
}
