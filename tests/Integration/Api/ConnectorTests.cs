using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class ConnectorTests(ApiServer server)
{
    private readonly string name = $"shop {Guid.NewGuid():N}";

    [Fact]
    public async Task The_catalogue_gives_each_type_its_schema_and_says_that_no_page_follows()
    {
        var types = (await server.Admin.GetAsync("connector-types")).ShouldBe(HttpStatusCode.OK).Body;

        types.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        var one = (await server.Admin.GetAsync("connector-types/Rest-API")).ShouldBe(HttpStatusCode.OK);
        one["type"].ShouldBe("rest_api");
        one.Body.GetProperty("config_schema").GetProperty("properties").GetProperty("url").GetProperty("type").GetString().ShouldBe("string");
        types.GetProperty("items").EnumerateArray().Select(type => type.GetProperty("type").GetString()).ShouldContain("rest_api");
    }

    [Fact]
    public async Task The_catalogue_is_paged_and_searched_as_other_lists_are()
    {
        var all = Types(await server.Admin.GetAsync("connector-types?limit=200"));
        var paged = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await server.Admin.GetAsync($"connector-types?limit=5{cursor}")).ShouldBe(HttpStatusCode.OK);
            paged.AddRange(Types(page));
            cursor = page.Body.GetProperty("next_cursor").GetString() is { } next ? $"&cursor={next}" : null;
        }

        paged.ShouldBe(all);
        Types(await server.Admin.GetAsync("connector-types?q=POSTGRESQ")).ShouldBe(["postgresql"]);
        (await server.Admin.GetAsync("connector-types?cursor=x&sort=name")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["cursor", "sort"]);
    }

    [Fact]
    public async Task A_connector_is_made_read_listed_changed_and_deleted()
    {
        var made = await CreateAsync();
        var path = $"connectors/{made["id"]}";
        made.Headers["Location"].ShouldBe($"/api/v1/{path}");
        made.Headers["ETag"].ShouldBe("\"1\"");
        made["connector_type"].ShouldBe("rest_api");

        var read = (await server.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK);
        read["name"].ShouldBe(name);
        read.Headers["ETag"].ShouldBe("\"1\"");
        var listed = (await server.Admin.GetAsync($"connectors?q={Uri.EscapeDataString(name)}")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items");
        listed.EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(made["id"]);

        var changed = (await server.Admin.PutAsync(path, Body("********", "https://shop.example.com/v2"), ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.OK);
        changed.Headers["ETag"].ShouldBe("\"2\"");
        (await server.Admin.DeleteAsync(path, ("If-Match", "\"2\""))).ShouldBe(HttpStatusCode.NoContent);
        (await server.Admin.GetAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Secrets_come_back_masked_and_the_mask_keeps_the_stored_one()
    {
        var made = await CreateAsync();
        made.Text.ShouldNotContain("s3cr3t-key");
        Key(made).ShouldBe("********");

        var changed = (await server.Admin.PutAsync($"connectors/{made["id"]}", Body("********", "https://shop.example.com/v2"))).ShouldBe(HttpStatusCode.OK);

        Key(changed).ShouldBe("********");
        (await StoredKeyAsync(made["id"])).ShouldBe("s3cr3t-key");
        (await server.Admin.PostAsync("connectors", Body("********", "https://shop.example.com", $"{name} 2"))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
    }

    [Fact]
    public async Task A_stale_version_changes_and_deletes_nothing()
    {
        var made = await CreateAsync();
        var path = $"connectors/{made["id"]}";
        await server.Admin.PutAsync(path, Body("********", "https://shop.example.com/v2"));

        (await server.Admin.PutAsync(path, Body("********", "https://shop.example.com/v3"), ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await server.Admin.DeleteAsync(path, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");

        (await server.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK).Body.GetProperty("config").GetProperty("url").GetString().ShouldBe("https://shop.example.com/v2");
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await CreateAsync();

        (await server.Admin.PostAsync("connectors", Body("key", "https://shop.example.com"))).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task An_unknown_type_names_the_nearest()
    {
        var answer = (await server.Admin.PostAsync("connectors", new { name, connector_type = "postgresq", config = new { } })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        answer.Paths.ShouldBe(["$.connector_type"]);
        answer["detail"].ShouldContain("postgresql");
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_with_its_path()
    {
        var answer = (await server.Admin.PostAsync("connectors", new { name, connector_type = "rest_api", config = new { url = new { }, authmethod = "none" } }))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        answer.Paths.Order(StringComparer.Ordinal).ShouldBe(["$.config.authmethod", "$.config.url"]);
    }

    [Fact]
    public async Task A_connector_in_use_stays_and_its_users_are_named()
    {
        var made = await CreateAsync();
        var pipeline = $"pipeline of {name}";
        (await server.Admin.PostAsync("pipelines", new
        {
            name = pipeline,
            source = new { connector_id = made["id"] },
            destination = new { connector_type = "file", config = new { path = "out.csv" } },
        })).ShouldBe(HttpStatusCode.Created);

        (await server.Admin.DeleteAsync($"connectors/{made["id"]}")).ShouldBeProblem(HttpStatusCode.Conflict, "conflict")["detail"].ShouldContain(pipeline);
    }

    [Fact]
    public async Task Testing_a_connection_tells_what_was_looked_at()
    {
        var (config, _) = await server.TableAsync("orders");

        var good = (await server.Admin.PostAsync("connectors/test", new { connector_type = "PostgreSQL", config })).ShouldBe(HttpStatusCode.OK).Body;
        config["password"] = "wrong";
        var bad = (await server.Admin.PostAsync("connectors/test", new { connector_type = "PostgreSQL", config })).ShouldBe(HttpStatusCode.OK).Body;

        good.GetProperty("ok").GetBoolean().ShouldBeTrue(good.ToString());
        good.GetProperty("checks").GetArrayLength().ShouldBeGreaterThan(0);
        bad.GetProperty("ok").GetBoolean().ShouldBeFalse();
        bad.GetProperty("checks").EnumerateArray().ShouldContain(check => !check.GetProperty("ok").GetBoolean() && check.GetProperty("message").GetString()!.Length > 0);
    }

    [Fact]
    public async Task A_saved_connector_is_tested_with_its_secrets_and_tells_its_streams()
    {
        var (config, connection) = await server.TableAsync("orders");
        await Database.ExecuteAsync(connection, "CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz NOT NULL, note text)");
        config.Remove("table");
        config.Remove("write_mode");
        var made = (await server.Admin.PostAsync("connectors", new { name, connector_type = "postgresql", config })).ShouldBe(HttpStatusCode.Created);

        var tested = (await server.Admin.PostAsync($"connectors/{made["id"]}/test")).ShouldBe(HttpStatusCode.OK).Body;
        tested.GetProperty("ok").GetBoolean().ShouldBeTrue(tested.ToString());
        var streams = (await server.Admin.PostAsync($"connectors/{made["id"]}/discover")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("streams");

        var orders = streams.EnumerateArray().Single(stream => stream.GetProperty("name").GetString()!.EndsWith("orders", StringComparison.Ordinal));
        orders.GetProperty("primary_key").EnumerateArray().Select(key => key.GetString()).ShouldBe(["id"]);
        orders.GetProperty("schema").GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()).ShouldBe(["id", "at", "note"]);
    }

    private static IReadOnlyList<string> Types(ApiAnswer page) => [.. page.Body.GetProperty("items").EnumerateArray().Select(type => type.GetProperty("type").GetString()!)];

    private static string? Key(ApiAnswer answer) => answer.Body.GetProperty("config").GetProperty("auth_params").GetProperty("api_key_value").GetString();

    private async Task<ApiAnswer> CreateAsync() =>
        (await server.Admin.PostAsync("connectors", Body("s3cr3t-key", "https://shop.example.com"))).ShouldBe(HttpStatusCode.Created);

    private object Body(string key, string url, string? called = null) => new
    {
        name = called ?? name,
        connector_type = "REST API",
        config = new { url, auth_method = "API_KEY", auth_params = new { api_key_header = "X-API-Key", api_key_value = key } },
    };

    private async Task<string?> StoredKeyAsync(string id)
    {
        var connectors = (Core.Connectors.IConnectorStore)server.Services.GetService(typeof(Core.Connectors.IConnectorStore))!;
        var protector = (Core.Security.ISecretProtector)server.Services.GetService(typeof(Core.Security.ISecretProtector))!;
        var saved = await connectors.FindAsync(id, CancellationToken.None);
        var clear = await Core.Security.SecretFields.UnprotectAsync(saved!.Config, ["auth_params.api_key_value"], protector, CancellationToken.None);
        return clear.GetProperty("auth_params").GetProperty("api_key_value").GetString();
    }
}
