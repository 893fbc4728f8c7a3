using System.Net;
using System.Net.Sockets;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Connectors.PostgreSql;

public sealed class DestinationErrorsTests(PostgresFixture postgres) : PostgreSqlTest(postgres)
{
    private static readonly Schema Pairs = new(new Field("id", DataType.Int64), new Field("v", DataType.String));

    [Fact]
    public async Task A_port_where_nothing_listens_is_transient_and_named()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var config = Config(("table", "t"), ("host", "localhost"), ("port", port));

        var error = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(config, Target(Pairs), None));
        var checks = await Destination.CheckAsync(config, None).ToListAsync();

        (error.Class, error.Code).ShouldBe((ErrorClass.Transient, "connection_refused"));
        error.Message.ShouldContain($"localhost:{port}");
        checks.Select(check => (check.Name, check.Ok)).ShouldBe([("host", false)]);
    }

    [Fact]
    public async Task A_wrong_password_and_a_missing_database_are_settings_and_hold_no_secret()
    {
        var wrong = Config(("table", "t"), ("password", "not-the-secret"));
        var missing = Config(("table", "t"), ("database", "nowhere"));

        var password = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(wrong, Target(Pairs), None));
        var database = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(missing, Target(Pairs), None));
        var checks = await Destination.CheckAsync(wrong, None).ToListAsync();

        (password.Class, password.Code).ShouldBe((ErrorClass.Settings, "authentication_failed"));
        password.ToString().ShouldNotContain("not-the-secret");
        (database.Class, database.Code).ShouldBe((ErrorClass.Settings, "database_missing"));
        database.Message.ShouldContain("'nowhere'");
        checks.Select(check => (check.Name, check.Ok)).ShouldBe([("host", true), ("login", false)]);
    }

    [Fact]
    public async Task Encryption_that_the_server_does_not_offer_is_a_settings_error()
    {
        var error = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(Config(("table", "t"), ("ssl_mode", "require")), Target(Pairs), None));

        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, "tls_unavailable"));
    }

    [Fact]
    public async Task A_missing_schema_is_named()
    {
        var error = await Should.ThrowAsync<ConnectorException>(() => Destination.PrepareAsync(Config(("table", "nowhere.t")), Target(Pairs), None));
        var checks = await Destination.CheckAsync(Config(("table", "nowhere.t")), None).ToListAsync();

        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, "schema_missing"));
        checks[^1].ShouldSatisfyAllConditions(check => check.Ok.ShouldBeFalse(), check => check.Message.ShouldContain("no schema 'nowhere'"));
    }

    [Fact]
    public async Task A_right_that_is_missing_is_named()
    {
        await ScalarAsync($"CREATE TABLE t (id int8, v text); CREATE ROLE {Role} LOGIN PASSWORD 'r'; GRANT SELECT ON t TO {Role}");
        var (config, target) = (Config(("table", "t"), ("username", Role), ("password", "r")), Target(Pairs));

        var checks = await Destination.CheckAsync(config, None).ToListAsync();
        await Destination.PrepareAsync(config, target, None);
        var error = await Should.ThrowAsync<ConnectorException>(() => Destination.WriteAsync(config, Segment(target, 0, Rows.Batch(Pairs, [1, "a"])), None));

        checks[^1].ShouldSatisfyAllConditions(check => check.Ok.ShouldBeFalse(), check => check.Name.ShouldBe("permission"), check => check.Message.ShouldContain("INSERT"));
        (error.Class, error.Code).ShouldBe((ErrorClass.Settings, "permission_denied"));
    }
}
