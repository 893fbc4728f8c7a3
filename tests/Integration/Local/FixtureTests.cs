using DataAggregator.Tests.Fixtures;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class FixtureTests(PostgresFixture postgres, AzuriteFixture azurite) : IClassFixture<PostgresFixture>, IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Every_test_gets_an_empty_database_of_its_own_in_PostgreSQL_18()
    {
        var first = await postgres.CreateDatabaseAsync();
        var second = await postgres.CreateDatabaseAsync();

        (await ScalarAsync(first, "CREATE TABLE t (v text); INSERT INTO t VALUES ('Zürich 😀'); SELECT v FROM t")).ShouldBe("Zürich 😀");
        (await ScalarAsync(second, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(0L);
        (await ScalarAsync(first, "SHOW server_version"))!.ToString().ShouldStartWith("18.");
    }

    [Fact]
    public async Task A_statement_that_failed_stands_in_the_log_with_its_text()
    {
        var database = await postgres.CreateDatabaseAsync();

        await Should.ThrowAsync<PostgresException>(() => ScalarAsync(database, "SELECT 'a marker' FROM nowhere_to_be_found"));

        await Eventually.HoldsAsync(async () => (await LogAsync()).Contains("nowhere_to_be_found"), "the statement is logged");
    }

    [Fact]
    public async Task Azurite_answers_as_Blob_Storage()
    {
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(azurite.BlobEndpoint + "?comp=list"));

        answer.Headers.Server.ToString().ShouldStartWith("Azurite-Blob");
    }

    private async Task<string> LogAsync()
    {
        await using var log = new FileStream(postgres.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);
        return await reader.ReadToEndAsync();
    }

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
