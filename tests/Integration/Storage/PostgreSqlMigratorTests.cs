using System.Globalization;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Storage;
using DataAggregator.Storage.PostgreSql;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class PostgreSqlMigratorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Fact]
    public async Task Hosts_that_start_at_once_apply_each_migration_once_beside_what_is_there()
    {
        var database = await postgres.CreateDatabaseAsync(Token);
        await ExecuteAsync(database, "CREATE TABLE users (mine text); CREATE TABLE runs (mine text)");

        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgreSqlTestServices.ConnectAsync(database))));

        (await ScalarAsync(database, "SELECT string_agg(name, ' ' ORDER BY name) FROM dataaggregator.migrations")).ShouldBe("0001_runs 0002_definitions 0003_users 0004_transformations 0005_schemas 0006_write_plans 0007_pipeline_versions 0008_profiles 0009_run_control 0010_stream_states 0011_idempotency 0012_run_logs 0013_backfills 0014_field_counts 0015_pipeline_templates 0016_run_workers 0017_dead_letters 0018_run_ends 0019_schedules 0020_notifications 0021_triggers 0022_notification_list 0023_streams 0024_rate_limits 0025_sealed_events");
        (await ScalarAsync(database, "SELECT count(*) FROM public.users")).ShouldBe(0L);
        foreach (var host in hosts)
            await host.DisposeAsync();
    }

    [Theory]
    [InlineData("UPDATE dataaggregator.migrations SET checksum = 'other' WHERE name = '0001_runs'", "0001_runs")]
    [InlineData("INSERT INTO dataaggregator.migrations VALUES ('9999_future', '', now())", "newer version")]
    public async Task A_database_that_does_not_belong_to_this_version_is_refused_in_words(string change, string words)
    {
        var database = await postgres.CreateDatabaseAsync(Token);
        await (await PostgreSqlTestServices.ConnectAsync(database)).DisposeAsync();
        await ExecuteAsync(database, change);

        (await Should.ThrowAsync<InvalidDataException>(() => PostgreSqlTestServices.ConnectAsync(database))).Message.ShouldContain(words);
    }

    [Fact]
    public async Task What_has_a_zero_character_in_it_is_taken_over_from_earlier_versions()
    {
        const string Document = """{"tags":["a\u0000\u0000b","c\\u0000"],"schedule":{"cron":"@daily"},"transformations":[{"value":"\u0000"}]}""";
        var (newest, database) = (await postgres.CreateDatabaseAsync(Token), await postgres.CreateDatabaseAsync(Token));
        await (await PostgreSqlTestServices.ConnectAsync(newest)).DisposeAsync();
        await ApplyAsync(newest, database, before: "0007");
        await ExecuteAsync(
            database,
            $$$"""
            SET search_path = dataaggregator;
            INSERT INTO pipelines (id, version, name, created_at, updated_at) VALUES ('odd', 1, 'odd', now(), now()), ('plain', 1, 'plain', now(), now());
            INSERT INTO pipeline_versions (pipeline_id, version, name, document, enabled, created_at, updated_at, author) VALUES
                ('odd', 1, 'odd', '{{{Document}}}', true, now(), now(), ''), ('plain', 1, 'plain', '{"tags":["d"],"schedule":{"cron":"@hourly"}}', true, now(), now(), '');
            INSERT INTO run_keys VALUES ('run', 'key', '2026-11-01');
            INSERT INTO runs (id, run_key, pipeline_id, pipeline_name, pipeline_version, status, trigger_kind, parameters, logical_time, created_at, epoch, cancel_requested, dry_run)
                VALUES ('run', 'key', 'odd', 'odd', 1, 'failed', 'manual', '{}', '2026-11-01', '2026-11-01', 1, false, false);
            INSERT INTO dead_letters VALUES ('2026-11-01', 'run', 0, 0, 0, 0, 7, '\x7b7d', '[{"step":"s","field":"f","rule":"r","code":"c","message":"\u0000 is none"}]', now());
            """);

        await (await PostgreSqlTestServices.ConnectAsync(database)).DisposeAsync();

        (await ScalarAsync(database, "SELECT string_agg(array_to_string(tags, ' '), ' | ' ORDER BY id) FROM dataaggregator.pipelines")).ShouldBe("""ab c\u0000 | d""");
        (await ScalarAsync(database, "SELECT string_agg(schedule ->> 'cron', ' ' ORDER BY pipeline_id) FROM dataaggregator.pipeline_schedules")).ShouldBe("@daily @hourly");
        (await ScalarAsync(database, "SELECT concat_ws(' ', pipeline_id, step, field, rule, code) FROM dataaggregator.dead_letters")).ShouldBe("odd s f r c");
        (await ScalarAsync(database, "SELECT document::text FROM dataaggregator.pipeline_versions WHERE pipeline_id = 'odd'")).ShouldBe(Document);
        const string Checksums = "SELECT string_agg(checksum, ' ' ORDER BY name) FROM dataaggregator.migrations";
        (await ScalarAsync(database, Checksums)).ShouldBe(await ScalarAsync(newest, Checksums));
    }

    [Fact]
    public async Task Months_are_made_ahead_and_what_waited_for_a_month_that_was_missed_moves_in()
    {
        var database = await postgres.CreateDatabaseAsync(Token);
        var time = new SetTime(new DateTimeOffset(2026, 11, 30, 23, 59, 59, TimeSpan.Zero));
        await using var services = await PostgreSqlTestServices.ConnectAsync(database, time);
        var store = services.GetRequiredService<IRunStore>();
        (await PartitionsAsync(database)).ShouldBe("runs_2026_11 runs_2026_12 runs_2027_01 runs_2027_02 runs_other");
        DateTimeOffset[] missed = [new(2027, 3, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 3, 31, 23, 59, 59, TimeSpan.Zero), new(2027, 2, 28, 23, 59, 59, TimeSpan.Zero)];
        foreach (var at in missed)
        {
            var id = at.ToString("MMdd", CultureInfo.InvariantCulture);
            await store.CreateAsync(RunSamples.Run(id, at: at), Token);
            await store.SaveSegmentAsync(RunSamples.Segment(id, 0, 0, 1), [RunSamples.Rejected(0, 1)], 1, Token);
        }

        time.Now = new DateTimeOffset(2027, 3, 5, 0, 0, 0, TimeSpan.Zero);
        await services.GetRequiredService<PostgreSqlMigrator>().EnsurePartitionsAsync(Token);

        (await ScalarAsync(database, "SELECT string_agg(id, ' ' ORDER BY id) FROM dataaggregator.runs_2027_03")).ShouldBe("0301 0331");
        (await ScalarAsync(database, "SELECT count(*) FROM dataaggregator.runs_2027_02")).ShouldBe(1L);
        (await ScalarAsync(database, "SELECT count(*) FROM dataaggregator.dead_letters_2027_03")).ShouldBe(2L);
        (await store.ListAsync(new RunQuery(new PageRequest()), Token)).Items.Select(run => run.Id).ShouldBe(["0331", "0301", "0228"]);
        await store.SaveSegmentAsync(RunSamples.Segment("0301", 0, 0, 9), null, 1, Token);
        (await store.FindSegmentAsync(new SegmentId("0301", 0, 0), Token))!.Written.ShouldBe(9);
    }

    /// <summary>Makes a database as an earlier version left it.</summary>
    private static async Task ApplyAsync(string newest, string database, string before)
    {
        await ExecuteAsync(database, "CREATE SCHEMA dataaggregator; CREATE TABLE dataaggregator.migrations (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL)");
        const string Prefix = "DataAggregator.Storage.PostgreSql.Migrations.";
        var assembly = typeof(PostgreSqlMigrator).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var name = resource[Prefix.Length..^".sql".Length];
            if (string.CompareOrdinal(name, before) >= 0)
                break;
            using var script = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var checksum = await ScalarAsync(newest, $"SELECT checksum FROM dataaggregator.migrations WHERE name = '{name}'");
            await ExecuteAsync(database, $"SET search_path = dataaggregator; {await script.ReadToEndAsync()}; INSERT INTO migrations VALUES ('{name}', '{checksum}', now())");
        }
    }

    private static Task<object?> PartitionsAsync(string database) => ScalarAsync(
        database,
        "SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'dataaggregator.runs'::regclass");

    private static async Task ExecuteAsync(string database, string sql) => await ScalarAsync(database, sql);

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
