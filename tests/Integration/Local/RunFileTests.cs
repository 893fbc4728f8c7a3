using System.Text.Json;
using DataAggregator.Tests.Fixtures;
using DataAggregator.Tests.Integration.Api;
using Npgsql;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Local;

public sealed class RunFileTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private const string Orders = "id,email,amount\n1,ann@example.com,10.50\n2,broken,20\n3,cem@example.com,30.25\n";
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_file_runs_to_its_end_and_says_so_in_a_summary()
    {
        await WriteAsync("orders.csv", Orders);
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: copy
            source: {connector_type: file, config: {path: {{{folder["orders.csv"]}}}}}
            destination: {connector_type: file, config: {path: {{{folder["out.csv"]}}}, write_mode: replace}}
            """);

        var (exit, output, _) = await RunAsync("run", pipeline);

        exit.ShouldBe(0);
        output[0].ShouldStartWith("copy: success in ");
        output[1].ShouldBe("  3 read, 3 written, 0 rejected, 0 filtered");
        (await File.ReadAllTextAsync(folder["out.csv"])).ShouldBe(Orders);
    }

    [Fact]
    public async Task A_record_that_is_rejected_behind_a_sort_is_kept_as_it_was_read()
    {
        await WriteAsync("people.csv", "id,mail\n1,b@example.com\n2,broken\n3,a@example.com\n4, worse \n");
        var pipeline = await WriteAsync("people.yaml", $$$"""
            name: people
            source: {connector_type: file, config: {path: {{{folder["people.csv"]}}}}}
            transformations:
              - {type: field_mapping, field_name: mail, operation: trim}
              - {type: field_mapping, field_name: mail, target_field: email}
              - {type: sort, fields: [{field: email}]}
              - {type: field_validation, field_name: email, validation_type: email_format}
            destination: {connector_type: file, config: {path: {{{folder["out.csv"]}}}, write_mode: replace}}
            """);

        var (exit, output, errors) = await RunAsync("run", pipeline, "--json", "--rejected", folder["rejected.ndjson"]);

        exit.ShouldBe(2, string.Join('\n', [.. output, .. errors]));
        var rejected = await File.ReadAllLinesAsync(folder["rejected.ndjson"]);
        rejected.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("record").GetRawText()).Order()
            .ShouldBe(["""{"id":2,"mail":"broken"}""", """{"id":4,"mail":" worse "}"""]);
    }

    [Fact]
    public async Task Rejected_records_make_it_a_warning_and_go_to_a_file()
    {
        await WriteAsync("orders.csv", Orders);
        var pipeline = await ValidatingAsync();

        var (exit, output, _) = await RunAsync("run", pipeline, "--json", "--rejected", folder["rejected.ndjson"]);

        exit.ShouldBe(2);
        using var result = JsonDocument.Parse(output[^1]);
        result.RootElement.GetProperty("status").GetString().ShouldBe("warning");
        result.RootElement.GetProperty("records_read").GetInt64().ShouldBe(3);
        result.RootElement.GetProperty("records_written").GetInt64().ShouldBe(2);
        result.RootElement.GetProperty("records_rejected").GetInt64().ShouldBe(1);
        using var rejected = JsonDocument.Parse((await File.ReadAllLinesAsync(folder["rejected.ndjson"])).ShouldHaveSingleItem());
        rejected.RootElement.GetProperty("record").GetProperty("email").GetString().ShouldBe("broken");
        var error = rejected.RootElement.GetProperty("errors")[0];
        error.GetProperty("step").GetString().ShouldBe("transformations[0]");
        error.GetProperty("field").GetString().ShouldBe("email");
        error.EnumerateObject().Select(property => property.Name).ShouldBe(["step", "field", "rule", "code", "message"]);
    }

    [Fact]
    public async Task The_summary_says_why_records_were_rejected_and_what_was_converted()
    {
        await WriteAsync("in.csv", "id,n\n1,x\n2\n007,y\n3,z,w\nno,v\n");
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: reasons
            source:
              connector_type: file
              config:
                path: {{{folder["in.csv"]}}}
                schema:
                  fields: [{name: id, type: int64}]
            destination: {connector_type: file, config: {path: {{{folder["out.csv"]}}}, write_mode: replace}}
            """);

        var (exit, output, errors) = await RunAsync("run", pipeline);

        exit.ShouldBe(2, string.Join('\n', [.. output, .. errors]));
        output.Where(line => line.StartsWith("  rejected: ", StringComparison.Ordinal)).ShouldBe(
        [
            "  rejected: ragged_record in source: Line 3, column 1: The record has 1 field, not 2; set csv.short_records to fill if what it lacks is to be null.",
            "  rejected: type_mismatch in source: Line 6: 'no' in 'id' is not int64, the field's type; declare another type in the source's schema if it should be.",
        ]);
        output.ShouldContain("  With --rejected FILE all of them are written there, with the records.");
        output.ShouldContain("  id: 1 converted, as they were not written in the declared type");
    }

    [Fact]
    public async Task The_summary_says_how_many_kinds_of_rejected_records_it_leaves_out()
    {
        await WriteAsync("in.csv", "a,b,c,d,e,f,g\n1,1,1,1,1,1,x\n1,1,1,1,1,x,1\n1,1,1,1,x,1,1\n1,1,1,x,1,1,1\n1,1,x,1,1,1,1\n1,x,1,1,1,1,1\nx,1,1,1,1,1,1\n");
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: kinds
            source:
              connector_type: file
              config:
                path: {{{folder["in.csv"]}}}
                schema:
                  fields: [{{{string.Join(", ", "abcdefg".Select(name => $"{{name: {name}, type: int64}}"))}}}]
            destination: {connector_type: file, config: {path: {{{folder["out.csv"]}}}, write_mode: replace}}
            """);

        var (exit, output, errors) = await RunAsync("run", pipeline);

        exit.ShouldBe(2, string.Join('\n', [.. output, .. errors]));
        output.Count(line => line.StartsWith("  rejected: ", StringComparison.Ordinal)).ShouldBe(5);
        output.ShouldContain("  and 2 more kinds");
    }

    [Fact]
    public async Task A_record_however_deep_can_be_rejected()
    {
        await WriteAsync("in.ndjson", $$"""{"a":{{new string('[', 70)}}{{new string(']', 70)}},"n":"x"}""" + "\n");
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: deep
            source:
              connector_type: file
              config:
                path: {{{folder["in.ndjson"]}}}
                limits: {max_depth: 500}
            transformations: [{type: field_validation, field_name: n, validation_type: email_format}]
            destination: {connector_type: file, config: {path: {{{folder["out.ndjson"]}}}, write_mode: replace}}
            """);

        var (exit, output, errors) = await RunAsync("run", pipeline, "--rejected", folder["rejected.ndjson"]);

        exit.ShouldBe(2, string.Join('\n', [.. output, .. errors]));
        (await File.ReadAllTextAsync(folder["rejected.ndjson"])).ShouldContain(new string('[', 70));
    }

    [Fact]
    public async Task A_failed_run_goes_on_from_where_it_stopped_when_it_is_told_to()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await Database.ExecuteAsync(connection, """
            CREATE TABLE numbers (n bigint);
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.n = 60000 THEN
                    -- Not before another lane has delivered something that the retry must leave alone.
                    WHILE NOT EXISTS (SELECT FROM numbers) LOOP PERFORM pg_sleep(0.01); END LOOP;
                    RAISE EXCEPTION 'later' USING ERRCODE = '40001';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON numbers FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        await WriteAsync("numbers.csv", $"n\n{string.Join('\n', Enumerable.Range(1, 60_000))}\n");
        var to = new NpgsqlConnectionStringBuilder(connection);
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: numbers
            source: {connector_type: file, config: {path: {{{folder["numbers.csv"]}}}}}
            destination:
              connector_type: postgresql
              config: {host: {{{to.Host}}}, port: {{{to.Port}}}, database: {{{to.Database}}}, username: {{{to.Username}}}, password: "{{{to.Password}}}", table: numbers}
            error_handling: {retry_policy: {max_retries: 0}}
            """);
        var small = new Dictionary<string, string> { ["DATAAGGREGATOR_SEGMENT_BYTES"] = "65536" };

        var (failed, output, _) = await RunAsync(small, "run", pipeline);
        var before = await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM numbers");
        await Database.ExecuteAsync(connection, "DROP TRIGGER refuse ON numbers");
        var (exit, _, errors) = await RunAsync(small, "run", pipeline, "--retry");
        var (none, _, refusal) = await RunAsync(small, "run", pipeline, "--retry");

        failed.ShouldBe(1);
        output[^1].ShouldContain("--retry");
        before.ShouldBeInRange(1, 59_999);
        exit.ShouldBe(0, string.Join('\n', errors));
        errors.ShouldContain(line => line.StartsWith("Going on with run", StringComparison.Ordinal));
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM numbers")).ShouldBe(60_000);
        (await Database.ScalarAsync<long>(connection, "SELECT count(DISTINCT n) FROM numbers")).ShouldBe(60_000);
        none.ShouldBe(1);
        refusal.ShouldContain("There is no failed run of this pipeline to go on with: leave --retry out.");
    }

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        await WriteAsync("orders.csv", Orders);

        var (exit, output, _) = await RunAsync("run", await ValidatingAsync(), "--dry-run");

        exit.ShouldBe(2);
        output[0].ShouldContain("dry run, nothing written");
        File.Exists(folder["out.csv"]).ShouldBeFalse();
        output.ShouldContain($"  destination: file {folder["out.csv"]}, replace, not there yet");
        output.ShouldContain("    2 records would be delivered, 2 inserted");
        output.ShouldContain("""    would write {"id":1,"email":"ann@example.com","amount":10.50}""");
        output.ShouldContain(line => line.StartsWith("""    would reject {"id":2,"email":"broken","amount":20}""", StringComparison.Ordinal));
        Directory.EnumerateFileSystemEntries(folder["."]).Select(Path.GetFileName).ShouldBe(["data", "orders.csv", "v.yaml"], ignoreOrder: true);
    }

    [Fact]
    public async Task Records_say_which_run_brought_them_where_the_destination_is_told_to()
    {
        var connection = await postgres.CreateDatabaseAsync();
        var database = new NpgsqlConnectionStringBuilder(connection);
        await WriteAsync("orders.csv", Orders);
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: traced
            source: {connector_type: file, config: {path: {{{folder["orders.csv"]}}}}}
            destination:
              connector_type: postgresql
              config: {host: 127.0.0.1, port: {{{database.Port}}}, database: {{{database.Database}}}, username: {{{database.Username}}}, password: "${TRACED_PASSWORD}", table: orders, lineage_columns: true}
            """);
        var environment = new Dictionary<string, string> { ["TRACED_PASSWORD"] = database.Password! };

        var (_, planned, _) = await RunAsync(environment, "run", pipeline, "--dry-run");
        var (exit, output, errors) = await RunAsync(environment, "run", pipeline, "--json");

        planned.ShouldContain(line => line.Contains("CREATE TABLE") && line.Contains("\"_run_id\"") && line.Contains("\"_segment\""), string.Join('\n', planned));
        exit.ShouldBe(0, string.Join('\n', errors));
        var run = JsonDocument.Parse(output[^1]).RootElement.GetProperty("run_id").GetString();
        await using var rows = new NpgsqlConnection(connection);
        await rows.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT string_agg(concat_ws(' ', id, _run_id, _segment), ', ' ORDER BY id) FROM orders", rows);
        (await command.ExecuteScalarAsync()).ShouldBe($"1 {run} 0/0, 2 {run} 0/0, 3 {run} 0/0");
    }

    [Fact]
    public async Task Values_come_from_set_then_the_file_then_the_environment()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        await WriteAsync("orders.csv", Orders);
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: to postgres
            parameters: {table: wrong, file: {{{folder["orders.csv"]}}}}
            source: {connector_type: file, config: {path: "${file}"}}
            destination:
              connector_type: postgresql
              config: {host: 127.0.0.1, port: {{{database.Port}}}, database: {{{database.Database}}}, username: {{{database.Username}}}, password: "${TEST_PGPASSWORD}", ssl_mode: disable, table: "${table}", write_mode: replace}
            """);

        var (exit, output, errors) = await RunAsync(
            new Dictionary<string, string> { ["TEST_PGPASSWORD"] = database.Password! }, "run", pipeline, "--set", "table=orders", "--json");

        exit.ShouldBe(0, $"{string.Join('\n', output)}\n{string.Join('\n', errors)}");
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var sum = new NpgsqlCommand("SELECT count(*) || ' ' || sum(amount) FROM orders", connection);
        (await sum.ExecuteScalarAsync()).ShouldBe("3 60.75");
        foreach (var kept in Directory.EnumerateFiles(folder["data"], "*", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(kept)).ShouldNotContain(database.Password!);
    }

    [Fact]
    public async Task Of_several_destinations_what_one_refuses_is_kept_and_makes_it_a_warning()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using (var create = new NpgsqlCommand("CREATE TABLE narrow (id int4)", connection))
            await create.ExecuteNonQueryAsync();
        await WriteAsync("ids.csv", "id\n1\n3000000000\n3\n");
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: two ways
            source: {connector_type: file, config: {path: {{{folder["ids.csv"]}}}}}
            destinations:
              - connector_type: file
                config: {path: {{{folder["out.csv"]}}}, write_mode: replace}
              - connector_type: postgresql
                config: {host: 127.0.0.1, port: {{{database.Port}}}, database: {{{database.Database}}}, username: {{{database.Username}}}, password: "{{{database.Password}}}", ssl_mode: disable, table: narrow}
            """);

        var (exit, output, errors) = await RunAsync("run", pipeline, "--json", "--rejected", folder["rejected.ndjson"]);

        exit.ShouldBe(2, $"{string.Join('\n', output)}\n{string.Join('\n', errors)}");
        var result = JsonDocument.Parse(output[^1]).RootElement;
        result.GetProperty("records_written").GetInt64().ShouldBe(3);
        result.GetProperty("records_rejected").GetInt64().ShouldBe(1);
        (await File.ReadAllLinesAsync(folder["rejected.ndjson"])).ShouldHaveSingleItem().ShouldContain("3000000000");
        await using var sum = new NpgsqlCommand("SELECT count(*) || ' ' || sum(id) FROM narrow", connection);
        (await sum.ExecuteScalarAsync()).ShouldBe("2 4");
    }

    [Fact]
    public async Task Every_problem_is_told_with_file_line_and_path()
    {
        var pipeline = await WriteAsync("p.yaml", """
            name: broken
            source:
              connector_type: fil
              config: {path: x}
            transformations:
              - type: field_maping
                field_name: a
              - {transformation_id: t1, version: latest}
            destination:
              connector_type: file
              config: {pth: y}
            """);

        var (exit, output, errors) = await RunAsync("run", pipeline, "--json");

        exit.ShouldBe(1);
        errors.ShouldContain(line => line.StartsWith($"{pipeline}:3: $.source.connector_type: ") && line.Contains("'file'"));
        errors.ShouldContain(line => line.StartsWith($"{pipeline}:6: $.transformations[0].type: ") && line.Contains("field_mapping"));
        errors.ShouldContain(line => line == $"{pipeline}:8: $.transformations[1].transformation_id: there are no saved transformations here; write the steps in its place.");
        errors.ShouldContain(line => line.StartsWith($"{pipeline}:11: $.destination.config.pth: "));
        using var result = JsonDocument.Parse(output[^1]);
        result.RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe("invalid_pipeline");
    }

    [Fact]
    public async Task A_source_that_cannot_be_reached_fails_with_host_port_and_reason()
    {
        await WriteAsync("orders.csv", Orders);
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: unreachable
            source: {connector_type: file, config: {path: {{{folder["orders.csv"]}}}}}
            destination: {connector_type: postgresql, config: {host: 127.0.0.1, port: 1, database: d, username: u, password: p, table: t}}
            error_handling: {retry_policy: {max_retries: 0}}
            """);

        var (exit, output, _) = await RunAsync("run", pipeline, "--json");

        exit.ShouldBe(1);
        using var result = JsonDocument.Parse(output[^1]);
        result.RootElement.GetProperty("status").GetString().ShouldBe("failed");
        result.RootElement.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("127.0.0.1:1");
    }

    [Theory]
    [InlineData("plan_saved")]
    [InlineData("destination_prepared")]
    [InlineData("destination_completed")]
    public async Task A_run_that_was_killed_goes_on_when_the_file_is_run_again(string place)
    {
        await WriteAsync("orders.csv", Orders);
        var pipeline = await ValidatingAsync();
        var (killed, _, _) = await RunAsync(new Dictionary<string, string> { ["DATAAGGREGATOR_FAULT_POINT"] = place }, "run", pipeline, "--json");
        killed.ShouldBe(137);

        var (exit, output, errors) = await RunAsync("run", pipeline, "--json");

        exit.ShouldBe(2, string.Join('\n', errors));
        errors.ShouldContain(line => line.StartsWith("Going on with run "));
        JsonDocument.Parse(output[^1]).RootElement.GetProperty("records_written").GetInt64().ShouldBe(2);
        (await File.ReadAllLinesAsync(folder["out.csv"])).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_value_that_the_file_does_not_ask_for_is_refused_with_a_suggestion()
    {
        await WriteAsync("orders.csv", Orders);

        var (exit, _, errors) = await RunAsync("run", await ValidatingAsync("parameters: {day: null}"), "--set", "dya=1");

        exit.ShouldBe(1);
        errors.ShouldContain(line => line.Contains("--set.dya: is no parameter of the pipeline", StringComparison.Ordinal) && line.Contains("Did you mean 'day'?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_promised_is_told_and_what_is_delivered_how()
    {
        await WriteAsync("orders.csv", Orders);
        var pipeline = await ValidatingAsync("notifications: {webhook: 'https://hooks.example.com/runs'}");

        var (_, output, errors) = await RunAsync("run", pipeline);
        var (_, json, _) = await RunAsync("run", pipeline, "--json");

        errors.ShouldContain(line => line.StartsWith($"{pipeline}:5: warning: $.notifications.webhook_secret: is missing", StringComparison.Ordinal));
        output.ShouldContain("  destination: each record exactly once");
        using var result = JsonDocument.Parse(json[^1]);
        result.RootElement.GetProperty("warnings")[0].GetProperty("path").GetString().ShouldBe("$.notifications.webhook_secret");
        result.RootElement.GetProperty("destinations")[0].ToString().ShouldBe("""{"name":"destination","delivery_guarantee":"exactly_once"}""");
    }

    [Fact]
    public async Task What_became_of_the_values_of_each_field_is_told()
    {
        await WriteAsync("orders.csv", "id,n\n1,007\n2,x\n3,3\n");
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: counted
            source: {connector_type: file, config: {path: {{{folder["orders.csv"]}}}, schema: {fields: [{name: n, type: int64}] } } }
            destination: {connector_type: file, config: {path: {{{folder["out.csv"]}}}, write_mode: replace}}
            """);

        var (exit, output, _) = await RunAsync("run", pipeline, "--json");

        exit.ShouldBe(2);
        using var result = JsonDocument.Parse(output[^1]);
        result.RootElement.GetProperty("fields").ToString().ShouldBe("""[{"name":"n","coerced":1,"rejected":1}]""");
    }

    [Fact]
    public async Task A_run_that_was_killed_is_cancelled_when_its_file_has_changed()
    {
        await WriteAsync("orders.csv", Orders);
        var pipeline = await ValidatingAsync();
        await RunAsync(new Dictionary<string, string> { ["DATAAGGREGATOR_FAULT_POINT"] = "plan_saved" }, "run", pipeline);
        await File.AppendAllTextAsync(pipeline, "\ndescription: changed\n");

        var (exit, output, errors) = await RunAsync("run", pipeline, "--json");

        exit.ShouldBe(2);
        errors.ShouldContain(line => line.Contains("was cut off and its pipeline or its values have changed since"));
        JsonDocument.Parse(output[^1]).RootElement.GetProperty("records_written").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_was_killed_is_cancelled_when_other_values_are_given()
    {
        await WriteAsync("first.csv", Orders);
        await WriteAsync("second.csv", "id,email,amount\n9,zoe@example.com,1\n");
        var pipeline = await WriteAsync("p.yaml", $$$"""
            name: by month
            source: {connector_type: file, config: {path: "{{{folder["."]}}}/${file}"}}
            destination: {connector_type: file, config: {path: {{{folder["out.csv"]}}}, write_mode: replace}}
            """);
        await RunAsync(new Dictionary<string, string> { ["DATAAGGREGATOR_FAULT_POINT"] = "plan_saved" }, "run", pipeline, "--set", "file=first.csv");

        var (exit, output, errors) = await RunAsync("run", pipeline, "--set", "file=second.csv", "--json");

        exit.ShouldBe(0, string.Join('\n', errors));
        JsonDocument.Parse(output[^1]).RootElement.GetProperty("records_written").GetInt64().ShouldBe(1);
        (await File.ReadAllTextAsync(folder["out.csv"])).ShouldContain("zoe@example.com");
    }

    public void Dispose() => folder.Dispose();

    private Task<string> ValidatingAsync(string further = "") => WriteAsync("v.yaml", $$$"""
        name: validating
        source: {connector_type: file, config: {path: {{{folder["orders.csv"]}}}}}
        transformations: {type: field_validation, field_name: email, validation_type: email_format}
        destination: {connector_type: file, config: {path: {{{folder["out.csv"]}}}, write_mode: replace}}
        {{{further}}}
        """);

    private async Task<string> WriteAsync(string name, string content)
    {
        await File.WriteAllTextAsync(folder[name], content);
        return folder[name];
    }

    private Task<(int Exit, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    private async Task<(int Exit, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        await using var process = LocalHostProcess.Start([.. arguments, "--data", folder["data"]], environment);
        var exit = await process.ExitAsync();
        return (exit, process.Output, process.Errors);
    }
}
