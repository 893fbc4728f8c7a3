using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class DeadLetterTests(ApiServer server)
{
    private readonly string name = $"letters {Guid.NewGuid():N}";

    private static object EmailStep => new { type = "field_validation", field_name = "email", validation_type = "email_format" };

    private static object Upper => new { type = "field_operation", field_name = "name", operation = "uppercase" };

    [Fact]
    public async Task A_rejected_record_is_mended_replayed_and_done()
    {
        var (config, connection) = await server.TableAsync("people");
        var run = await RunAsync("id,email,name\n1,a@example.com,ada\n2,nobody,bob\n3,nowhere,eve\n", config, EmailStep, Upper);
        var letters = await LettersAsync($"run_id={run}");
        letters.Select(letter => letter.GetProperty("code").GetString()).ShouldBe(["invalid_email", "invalid_email"]);
        var (eve, bob) = (letters[0].GetProperty("id").GetString()!, letters[1].GetProperty("id").GetString()!);
        letters[1].GetProperty("record").GetProperty("name").GetString().ShouldBe("bob", "as read, before the steps");

        var edited = (await server.Admin.PutAsync($"dead-letters/{bob}", new { record = new { id = 2, email = "bob@example.com", name = "bob" } }, ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.OK);
        edited.Headers["ETag"].ShouldBe("\"2\"");
        edited.Body.GetProperty("record").GetProperty("email").GetString().ShouldBe("nobody");
        (await server.Admin.PutAsync($"dead-letters/{bob}", new { record = new { id = 2 } }, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        var replay = await ReplayAsync(new { ids = new[] { bob, eve } });

        Facts(replay).ShouldBe("warning, read 2, written 1, rejected 1");
        replay.GetProperty("trigger").GetString().ShouldBe("replay");
        (await Database.ScalarAsync<string>(connection, "SELECT string_agg(id || name, ' ' ORDER BY id) FROM people")).ShouldBe("1ADA 2BOB");
        var done = await LetterAsync(bob, "replayed");
        done.GetProperty("replay_run_id").GetString().ShouldBe(replay.GetProperty("id").GetString());
        await LetterAsync(eve, "open", attempts: 1);
        (await LettersAsync($"run_id={replay.GetProperty("id")}")).ShouldBeEmpty("what is rejected again is the same dead letter");

        (await server.Admin.PostAsync("dead-letters/replay", new { ids = new[] { bob } })).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        (await server.Admin.DeleteAsync($"dead-letters/{eve}")).ShouldBe(HttpStatusCode.NoContent);
        await LetterAsync(eve, "discarded");
        (await server.Admin.PutAsync($"dead-letters/{eve}", new { record = new { id = 3 } })).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task A_record_is_mended_however_deep_it_is()
    {
        var (config, _) = await server.TableAsync("people");
        var run = await RunAsync("id,email,name\n1,a@example.com,ada\n2,nobody,bob\n", config, EmailStep);
        var letter = (await LettersAsync($"run_id={run}")).ShouldHaveSingleItem().GetProperty("id").GetString()!;

        (await server.Admin.PutAsync($"dead-letters/{letter}", Nested(1_000))).ShouldBe(HttpStatusCode.OK);

        (await server.Admin.GetAsync($"dead-letters/{letter}")).ShouldBe(HttpStatusCode.OK).Text.ShouldContain(new string('[', 1_000));
        (await server.Admin.PutAsync($"dead-letters/{letter}", Nested(1_100))).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed_json");

        static string Nested(int levels) => $$$"""{"record":{"id":{{{new string('[', levels)}}}{{{new string(']', levels)}}}}}""";
    }

    [Fact]
    public async Task What_a_table_refuses_is_kept_as_read_and_replayed_once_the_table_takes_it()
    {
        var (config, connection) = await server.TableAsync("people");
        await Database.ExecuteAsync(connection, "CREATE TABLE people (id int8, email text, name text CONSTRAINT no_bob CHECK (name <> 'BOB'))");
        var run = await RunAsync("id,email,name\n1,a@example.com,ada\n2,b@example.com,bob\n", config, Upper);
        var letter = (await LettersAsync($"run_id={run}&step=destination")).ShouldHaveSingleItem();
        letter.GetProperty("record").GetProperty("name").GetString().ShouldBe("bob");
        letter.GetProperty("rule").GetString().ShouldBe("no_bob");

        await Database.ExecuteAsync(connection, "ALTER TABLE people DROP CONSTRAINT no_bob");
        var replay = await ReplayAsync(new { filter = new { run_id = run }, version = "latest" });

        Facts(replay).ShouldBe("success, read 1, written 1, rejected 0", replay.ToString());
        (await Database.ScalarAsync<string>(connection, "SELECT string_agg(name, ' ' ORDER BY id) FROM people")).ShouldBe("ADA BOB");
    }

    [Fact]
    public async Task A_replay_adds_to_what_a_run_replaces_and_a_dry_one_changes_nothing()
    {
        var (config, connection) = await server.TableAsync("people", "replace");
        var run = await RunAsync("id,email,name\n1,a@example.com,ada\n2,nobody,bob\n", config, EmailStep);
        var letter = (await LettersAsync($"run_id={run}")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        (await server.Admin.PutAsync($"dead-letters/{letter}", new { record = new { id = 2, email = "b@example.com", name = "bob" } })).ShouldBe(HttpStatusCode.OK);

        await ReplayAsync(new { ids = new[] { letter }, dry_run = true });
        await LetterAsync(letter, "open");
        await ReplayAsync(new { ids = new[] { letter } });

        await LetterAsync(letter, "replayed");
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM people")).ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_replays_at_once_one_gets_the_record()
    {
        var (config, connection) = await server.TableAsync("people");
        var run = await RunAsync("id,email,name\n1,nobody,ada\n", config, EmailStep);
        var letter = (await LettersAsync($"run_id={run}")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        (await server.Admin.PutAsync($"dead-letters/{letter}", new { record = new { id = 1, email = "a@example.com", name = "ada" } })).ShouldBe(HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.Admin.PostAsync("dead-letters/replay", new { filter = new { run_id = run } })));

        var runs = answers.SelectMany(answer => answer.ShouldBe(HttpStatusCode.Accepted).Body.GetProperty("runs").EnumerateArray()).ToList();
        await server.Admin.EndOfRunAsync(runs.ShouldHaveSingleItem().GetProperty("run_id").GetString()!);
        await LetterAsync(letter, "replayed");
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM people")).ShouldBe(1);
    }

    [Fact]
    public async Task Records_before_an_aggregation_are_not_replayed()
    {
        var (config, _) = await server.TableAsync("people");
        var run = await RunAsync("id,email,name\n1,nobody,ada\n", config, EmailStep, new { type = "aggregation", group_by_fields = new[] { "name" }, aggregated_fields = new[] { new { input_field = "*", output_field = "n", operation = "count" } } });

        (await server.Admin.PostAsync("dead-letters/replay", new { filter = new { run_id = run } })).ShouldBeProblem(HttpStatusCode.Conflict, "replay_impossible");
    }

    [Fact]
    public async Task What_a_record_holds_is_encrypted_where_it_is_stored()
    {
        var (config, _) = await server.TableAsync("people");
        var run = await RunAsync("id,email,name\n1,very-private,ada\n", config, EmailStep);

        var stored = await Database.ScalarAsync<string>(server.Postgres, $"SELECT string_agg(d::text || encode(sealed, 'escape'), '') FROM dataaggregator.dead_letters d WHERE run_id = '{run}'");

        stored.ShouldContain("invalid_email");
        stored.ShouldNotContain("very-private");
        (await LettersAsync($"run_id={run}")).ShouldHaveSingleItem().GetProperty("record").GetProperty("email").GetString().ShouldBe("very-private");
    }

    [Fact]
    public async Task The_list_is_narrowed_searched_and_paged()
    {
        var (config, _) = await server.TableAsync("people");
        var run = await RunAsync($"id,email,name\n{string.Concat(Enumerable.Range(0, 5).Select(i => $"{i},nobody,ada\n"))}", config, EmailStep);
        var pipeline = (await server.Admin.GetAsync($"runs/{run}"))["pipeline_id"];

        (await LettersAsync($"pipeline_id={pipeline}&status=open&code=invalid_email&q={Uri.EscapeDataString(name[^12..])}")).Count.ShouldBe(5);
        (await LettersAsync($"pipeline_id={pipeline}&status=replayed")).ShouldBeEmpty();
        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = (await server.Admin.GetAsync($"dead-letters?pipeline_id={pipeline}&limit=2{cursor}")).ShouldBe(HttpStatusCode.OK).Body;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(letter => letter.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next_cursor").GetString() is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        seen.Count.ShouldBe(5);
        seen.ShouldBeUnique();
        (await server.Admin.GetAsync("dead-letters?status=lost")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await server.Admin.GetAsync("dead-letters/nothing.0.0.0")).ShouldBe(HttpStatusCode.NotFound);
        (await server.Anonymous.GetAsync("dead-letters")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_viewer_sees_that_records_were_rejected_but_not_what_they_hold()
    {
        var (config, _) = await server.TableAsync("people");
        var run = await RunAsync("id,email,name\n1,very-private,ada\n", config, EmailStep);
        var letter = (await LettersAsync($"run_id={run}")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        using var viewer = await server.AccountAsync("viewer");

        (await viewer.GetAsync($"runs/{run}")).ShouldBe(HttpStatusCode.OK)["records_rejected"].ShouldBe("1");
        foreach (var path in new[] { $"runs/{run}/rejected", "dead-letters", $"dead-letters?run_id={run}", $"dead-letters/{letter}" })
            (await viewer.GetAsync(path)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.PutAsync($"dead-letters/{letter}", new { record = new { id = 1 } })).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.DeleteAsync($"dead-letters/{letter}")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.PostAsync("dead-letters/replay", new { ids = new[] { letter } })).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.GetAsync($"runs/{run}/logs?level=debug")).Text.ShouldNotContain("very-private");
    }

    [Fact]
    public async Task A_failed_replay_that_is_tried_again_delivers_each_record_once()
    {
        var (config, connection) = await server.TableAsync("people");
        var (run, letter) = await MendedAsync(config);
        await Database.ExecuteAsync(connection, FailedReplay.Break("people", "INSERT"));
        var replay = await ReplayAsync(new { filter = new { run_id = run } });
        replay.GetProperty("status").GetString().ShouldBe("failed");
        await Database.ExecuteAsync(connection, "DROP TRIGGER broken ON people");

        (await server.Admin.PostAsync($"runs/{replay.GetProperty("id")}/retry")).ShouldBe(HttpStatusCode.Accepted);
        Facts(await server.Admin.EndOfRunAsync(replay.GetProperty("id").GetString()!)).ShouldBe("success, read 1, written 1, rejected 0");

        await LetterAsync(letter, "replayed");
        (await server.Admin.PostAsync("dead-letters/replay", new { filter = new { run_id = run } })).ShouldBe(HttpStatusCode.Accepted).Body.GetProperty("runs").GetArrayLength().ShouldBe(0);
        (await Database.ScalarAsync<long>(connection, "SELECT count(*) FROM people WHERE id = 2")).ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_replay_is_not_tried_again_once_its_records_were_mended_anew()
    {
        var (config, connection) = await server.TableAsync("people");
        var (run, letter) = await MendedAsync(config);
        await Database.ExecuteAsync(connection, FailedReplay.Break("people", "INSERT"));
        var replay = await ReplayAsync(new { filter = new { run_id = run } });
        await Fixtures.Eventually.HoldsAsync(
            async () => (await server.Admin.PutAsync($"dead-letters/{letter}", new { record = new { id = 2, email = "new@example.com", name = "bob" } })).Status == HttpStatusCode.OK, "the failed replay has given the record back");

        (await server.Admin.PostAsync($"runs/{replay.GetProperty("id")}/retry")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Theory]
    [InlineData("holds", "replayed")]
    [InlineData("lacks", "open")]
    [InlineData("lost", "open")]
    public async Task A_failed_replay_is_given_up_by_what_the_ledger_of_its_destination_tells(string ledger, string status)
    {
        var (config, connection) = await server.TableAsync("people");
        var (run, letter) = await MendedAsync(config);
        // The records are in the books, but the transaction that brings them fails.
        await Database.ExecuteAsync(connection, FailedReplay.Break("_dataaggregator_ledger", "UPDATE"));
        var replay = await ReplayAsync(new { filter = new { run_id = run } });
        replay.GetProperty("status").GetString().ShouldBe("failed");
        var id = replay.GetProperty("id").GetString()!;
        (await server.Admin.DeleteAsync($"dead-letters/{letter}")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        await Database.ExecuteAsync(connection, ledger switch
        {
            "holds" => $"INSERT INTO _dataaggregator_ledger SELECT '{id}', 0, 0, 0, 1, 1",
            "lacks" => "DROP TRIGGER broken ON _dataaggregator_ledger",
            _ => "DROP TABLE _dataaggregator_ledger",
        });

        var answer = await server.Admin.PostAsync("dead-letters/release", new { run_id = id });
        if (ledger == "lost")
        {
            answer.ShouldBeProblem(HttpStatusCode.Conflict, "delivery_uncertain")["detail"].ShouldContain("a second time");
            answer = await server.Admin.PostAsync("dead-letters/release", new { run_id = id, confirm = true });
        }

        answer.ShouldBe(HttpStatusCode.OK)["uncertain"].ShouldBe(ledger == "lost" ? "1" : "0");
        await LetterAsync(letter, status);
        (await server.Admin.PostAsync($"runs/{id}/retry")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        if (status == "open")
        {
            await Database.ExecuteAsync(connection, "DROP FUNCTION broken CASCADE");
            Facts(await ReplayAsync(new { filter = new { run_id = run } })).ShouldBe("success, read 1, written 1, rejected 0");
            await LetterAsync(letter, "replayed");
        }

        (await server.Admin.PostAsync("dead-letters/release", new { run_id = run })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["$.run_id"]);
    }

    [Fact]
    public async Task The_list_tells_which_replay_holds_a_record_that_several_had()
    {
        var (config, connection) = await server.TableAsync("people");
        var run = await RunAsync("id,email,name\n1,a@example.com,ada\n2,nobody,bob\n", config, EmailStep);
        var letter = (await LettersAsync($"run_id={run}")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        var first = (await ReplayAsync(new { ids = new[] { letter } })).GetProperty("id").GetString();
        await LetterAsync(letter, "open", attempts: 1);
        (await server.Admin.PutAsync($"dead-letters/{letter}", new { record = new { id = 2, email = "b@example.com", name = "bob" } })).ShouldBe(HttpStatusCode.OK);
        await Database.ExecuteAsync(connection, FailedReplay.Break("_dataaggregator_ledger", "UPDATE"));

        var second = (await ReplayAsync(new { ids = new[] { letter } })).GetProperty("id").GetString();

        (await LettersAsync($"replay_run_id={first}")).Count.ShouldBe(1);
        (await LettersAsync($"replay_run_id={first}&claimed=true")).ShouldBeEmpty();
        (await LettersAsync($"replay_run_id={second}&claimed=true")).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(letter);
        (await LettersAsync($"replay_run_id={second}&claimed=false")).ShouldBeEmpty();
        (await LettersAsync($"run_id={run}&claimed=true")).Count.ShouldBe(1);
        (await LettersAsync($"run_id={run}&claimed=false")).ShouldBeEmpty();
        (await server.Admin.GetAsync("dead-letters?claimed=perhaps")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["claimed"]);
    }

    [Fact]
    public async Task A_code_is_explained()
    {
        var code = (await server.Anonymous.GetAsync("error-codes/not_null_violation")).ShouldBe(HttpStatusCode.OK);

        code["class"].ShouldBe("refused");
        code["hint"].ShouldNotBeEmpty();
        (await server.Anonymous.GetAsync("error-codes/nothing")).ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>A run that delivered one record and rejected another, which has been mended since.</summary>
    private async Task<(string Run, string Letter)> MendedAsync(object config)
    {
        var run = await RunAsync("id,email,name\n1,a@example.com,ada\n2,nobody,bob\n", config, EmailStep);
        var letter = (await LettersAsync($"run_id={run}")).ShouldHaveSingleItem().GetProperty("id").GetString()!;
        (await server.Admin.PutAsync($"dead-letters/{letter}", new { record = new { id = 2, email = "b@example.com", name = "bob" } })).ShouldBe(HttpStatusCode.OK);
        return (run, letter);
    }

    private static string Facts(JsonElement run) =>
        $"{run.GetProperty("status")}, read {run.GetProperty("records_read")}, written {run.GetProperty("records_written")}, rejected {run.GetProperty("records_rejected")}";

    private async Task<string> RunAsync(string csv, object config, params object[] transformations)
    {
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), csv);
        var source = new { connector_type = "file", config = new { path = $"{name}.csv" } };
        var pipeline = (await server.Admin.PostAsync("pipelines", new { name, source, transformations, destination = new { connector_type = "postgresql", config } })).ShouldBe(HttpStatusCode.Created)["id"];
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe("warning");
        return run;
    }

    private async Task<JsonElement> ReplayAsync(object body)
    {
        var answer = await server.Admin.PostAsync("dead-letters/replay", body);
        // What the replay before has given back is settled a moment after its run has ended.
        await Fixtures.Eventually.HoldsAsync(async () => answer.Status == HttpStatusCode.Accepted || (answer = await server.Admin.PostAsync("dead-letters/replay", body)).Status == HttpStatusCode.Accepted, "the replay is accepted");
        var run = answer.Body.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
        return await server.Admin.EndOfRunAsync(run.GetProperty("run_id").GetString()!);
    }

    private async Task<IReadOnlyList<JsonElement>> LettersAsync(string query) =>
        [.. (await server.Admin.GetAsync($"dead-letters?{query}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray()];

    /// <summary>The dead letter once it is settled, a moment after the replay has ended.</summary>
    private async Task<JsonElement> LetterAsync(string id, string status, int attempts = 0)
    {
        var letter = default(JsonElement);
        await Fixtures.Eventually.HoldsAsync(
            async () =>
            {
                letter = (await server.Admin.GetAsync($"dead-letters/{id}")).ShouldBe(HttpStatusCode.OK).Body;
                return letter.GetProperty("status").GetString() == status && letter.GetProperty("attempts").GetInt32() >= attempts;
            },
            $"the dead letter is {status}");
        return letter;
    }
}
