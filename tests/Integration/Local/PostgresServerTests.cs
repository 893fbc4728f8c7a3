using DataAggregator.Local;
using DataAggregator.Local.Npm;
using DataAggregator.Local.Processes;
using DataAggregator.Local.Servers;
using DataAggregator.Tests.Fixtures;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class PostgresServerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_second_start_finds_the_data_and_the_port_of_the_first()
    {
        int port;
        await using (var first = await StartAsync())
        {
            port = first.Port;
            await ExecuteAsync(first, "CREATE TABLE kept (v int); INSERT INTO kept VALUES (42)");
        }

        await using var second = await StartAsync();

        second.Port.ShouldBe(port);
        (await ScalarAsync(second, "SELECT v FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task The_cluster_wants_its_password_and_keeps_it_to_its_owner()
    {
        await using var server = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres")) { Password = "guess" };

        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync());

        refused.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(folder["pg/password"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task After_a_hard_kill_it_recovers_what_was_committed()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept (v int); INSERT INTO kept SELECT generate_series(1, 10000)");
            await using var open = new NpgsqlConnection(first.ConnectionString("postgres") + ";No Reset On Close=true;Pooling=false");
            await open.OpenAsync();
            await using var begun = new NpgsqlCommand("BEGIN; INSERT INTO kept VALUES (-1)", open);
            await begun.ExecuteNonQueryAsync();
            Posix.Signal(first.ProcessId, 9);
            await first.Exited;
        }

        await using var second = await StartAsync();

        (await ScalarAsync(second, "SELECT count(*) || ' ' || min(v) FROM kept")).ShouldBe("10000 1");
    }

    [Fact]
    public async Task A_predecessor_that_is_still_there_is_waited_for()
    {
        var first = await StartAsync();
        await ExecuteAsync(first, "CREATE TABLE kept (v int)");
        var told = new Told();

        var second = StartAsync(told);
        await Eventually.HoldsAsync(() => Task.FromResult(told.Lines.Any(line => line.Contains("still holds its files"))), "the wait is told");
        await first.DisposeAsync();

        await using var started = await second;
        (await ScalarAsync(started, "SELECT count(*) FROM kept")).ShouldBe(0L);
    }

    [Fact]
    public async Task An_initialisation_that_was_cut_off_is_made_again()
    {
        Directory.CreateDirectory(folder["pg/cluster.draft/base"]);
        await File.WriteAllTextAsync(folder["pg/cluster.draft/PG_VERSION"], "18");

        await using var server = await StartAsync();

        (await ScalarAsync(server, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_setting_it_does_not_know_is_told_with_its_own_words()
    {
        var failure = await Should.ThrowAsync<LocalHostException>(() => StartAsync(settings: ["no_such_setting=1"]));

        failure.Message.ShouldContain("unrecognized configuration parameter \"no_such_setting\"");
        failure.Message.ShouldContain("postgresql.log");
    }

    [Fact]
    public async Task As_root_a_data_directory_in_a_private_folder_is_refused_and_binaries_in_one_are_copied_out()
    {
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return; // Only root starts PostgreSQL as somebody else.
        var packages = Checkout.Find().Servers;
        await new NodePackages(new ConsoleProgress()).EnsureInstalledAsync(packages, CancellationToken.None);
        PrivateFiles.CreateFolder(folder["private"], reachable: false);
        Directory.CreateSymbolicLink(folder["private/node_modules"], Path.Combine(packages, "node_modules"));

        var package = PostgresPackage.Locate(folder["private"], UnprivilegedUser.WhenRoot());
        var refused = await Should.ThrowAsync<LocalHostException>(
            () => PostgresServer.StartAsync(package, folder["private/pg"], [], new ConsoleProgress(), CancellationToken.None));
        await using var server = await PostgresServer.StartAsync(package, folder["pg"], [], new ConsoleProgress(), CancellationToken.None);

        UnprivilegedUser.CanReach(package.Postgres).ShouldBeTrue();
        refused.Message.ShouldContain($"'nobody' when started as root, who cannot reach {folder["private/pg"]}");
        (await ScalarAsync(server, "SELECT 1")).ShouldBe(1);
    }

    public void Dispose() => folder.Dispose();

    private static async Task ExecuteAsync(PostgresServer server, string sql) => await ScalarAsync(server, sql);

    private static async Task<object?> ScalarAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private async Task<PostgresServer> StartAsync(IProgress<string>? progress = null, IReadOnlyList<string>? settings = null)
    {
        var packages = Checkout.Find().Servers;
        await new NodePackages(new ConsoleProgress()).EnsureInstalledAsync(packages, CancellationToken.None);
        var package = PostgresPackage.Locate(packages, UnprivilegedUser.WhenRoot());
        return await PostgresServer.StartAsync(package, folder["pg"], settings ?? [], progress ?? new ConsoleProgress(), CancellationToken.None);
    }
}
