using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class SavedTransformationTests(ApiServer server)
{
    private const string Trim = """{"type":"field_operation","field_name":"name","operation":"trim"}""";
    private const string Upper = """{"type":"field_operation","field_name":"name","operation":"uppercase"}""";
    private readonly string name = $"clean {Guid.NewGuid():N}";

    [Fact]
    public async Task A_transformation_is_made_read_listed_changed_and_deleted()
    {
        var made = await CreateAsync(Trim, """{"fields":[{"name":"name","type":"string","nullable":true}]}""");
        var path = $"transformations/{made["id"]}";
        made.Headers["Location"].ShouldBe($"/api/v1/{path}");
        made.Headers["ETag"].ShouldBe("\"1\"");
        made.Body.GetProperty("transformations").GetRawText().ShouldBe($"[{Trim}]");
        made.Body.GetProperty("output_schema").GetRawText().ShouldBe(made.Body.GetProperty("input_schema").GetRawText());

        var read = (await server.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK);
        read.Headers["ETag"].ShouldBe("\"1\"");
        read.Text.ShouldBe(made.Text);
        var listed = (await server.Admin.GetAsync($"transformations?q={Uri.EscapeDataString(name)}&sort=-created_at&limit=1")).ShouldBe(HttpStatusCode.OK).Body;
        listed.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetRawText().ShouldBe(made.Text);
        listed.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);

        var changed = (await server.Admin.PutAsync(path, Body(Upper), ("If-Match", "\"1\""))).ShouldBe(HttpStatusCode.OK);
        (changed["version"], changed.Headers["ETag"]).ShouldBe(("2", "\"2\""));
        (await server.Admin.PutAsync(path, Body(Trim), ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await server.Admin.DeleteAsync(path, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await server.Admin.DeleteAsync(path, ("If-Match", "\"2\""))).ShouldBe(HttpStatusCode.NoContent);
        (await server.Admin.GetAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await server.Admin.GetAsync($"{path}/versions/1")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Versions_stay_as_they_were()
    {
        var made = await CreateAsync(Trim);
        var path = $"transformations/{made["id"]}";
        await server.Admin.PutAsync(path, Body(Upper));

        (await server.Admin.GetAsync($"{path}/versions/1")).ShouldBe(HttpStatusCode.OK).Text.ShouldBe(made.Text);
        (await server.Admin.GetAsync($"{path}/versions/2")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("transformations").GetRawText().ShouldBe($"[{Upper}]");
        var versions = (await server.Admin.GetAsync($"{path}/versions")).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items");
        versions.EnumerateArray().Select(version => version.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        (await server.Admin.GetAsync($"{path}/versions/3")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Every_mistake_is_named_with_its_path()
    {
        var schema = """{"fields":[{"name":"a","type":"string"}]}""";
        var steps = $$"""[{"type":"record_fliter"},{"transformation_id":"t1"},{{Trim}}]""";

        var wrong = (await server.Admin.PostAsync("transformations", $$"""{"name":" ","input_schema":{"fields":[{"name":"a","type":"txt"}]},"transformations":{{steps}}}"""))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        var missing = (await server.Admin.PostAsync("transformations", Body(Trim, schema))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        wrong.Paths.Order(StringComparer.Ordinal).ShouldBe(["$.input_schema.fields[0].type", "$.name", "$.transformations[0].type", "$.transformations[1].transformation_id"]);
        wrong.Text.ShouldContain("Did you mean 'record_filter'?");
        missing.Paths.ShouldBe(["$.transformations[0].field_name"]);
        (await server.Admin.PostAsync("transformations", new { name, transformations = Array.Empty<object>() })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await CreateAsync(Trim);

        (await server.Admin.PostAsync("transformations", Body(Upper))).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task A_viewer_reads_and_changes_nothing()
    {
        var made = await CreateAsync(Trim);
        using var viewer = await server.AccountAsync("viewer");

        (await viewer.GetAsync($"transformations/{made["id"]}")).ShouldBe(HttpStatusCode.OK);
        (await viewer.PostAsync("transformations", Body(Upper))).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.PutAsync($"transformations/{made["id"]}", Body(Upper))).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.DeleteAsync($"transformations/{made["id"]}")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_pipeline_keeps_the_version_it_was_saved_with()
    {
        var made = await CreateAsync(Trim);
        var path = $"transformations/{made["id"]}";
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "name\n a \n");
        var pipeline = (await server.Admin.PostAsync("pipelines", Pipeline(Reference(made["id"])))).ShouldBe(HttpStatusCode.Created);
        VersionOf(pipeline).ShouldBe(1);

        await server.Admin.PutAsync(path, Body(Upper));
        var run = await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline["id"]}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
        run.GetProperty("status").GetString().ShouldBe("success", run.ToString());
        (await OutputAsync()).ShouldBe("name\na\n");

        VersionOf((await server.Admin.PutAsync($"pipelines/{pipeline["id"]}", Pipeline(Reference(made["id"])))).ShouldBe(HttpStatusCode.OK)).ShouldBe(2);
    }

    [Fact]
    public async Task A_run_goes_on_with_the_version_it_began_with_when_that_is_deleted_meanwhile()
    {
        await using var api = new GatedApi();
        var made = await CreateAsync("""{"type":"field_addition","field_name":"made_by","value":"version 1"}""");
        var body = Pipeline(Reference(made["id"]));
        body["source"] = new JsonObject { ["connector_type"] = "rest_api", ["config"] = new JsonObject { ["url"] = api.Address } };
        var pipeline = (await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created);
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline["id"]}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        await api.Asked;

        body["transformations"] = new JsonArray();
        (await server.Admin.PutAsync($"pipelines/{pipeline["id"]}", body)).ShouldBe(HttpStatusCode.OK);
        (await server.Admin.DeleteAsync($"transformations/{made["id"]}")).ShouldBe(HttpStatusCode.NoContent);
        api.Open();
        var ended = await server.Admin.EndOfRunAsync(run);

        ended.GetProperty("status").GetString().ShouldBe("success", ended.ToString());
        (await OutputAsync()).ShouldBe("id,made_by\n1,version 1\n");
    }

    [Fact]
    public async Task The_pipelines_parameters_reach_into_what_they_use()
    {
        var made = await CreateAsync("""{"type":"field_operation","field_name":"name","operation":"pad","parameters":{"length":"${width}"}}""");
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "name\nab\n");
        var body = Pipeline(Reference(made["id"]));
        body["parameters"] = new JsonObject { ["width"] = "4" };
        var pipeline = (await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created);
        await server.Admin.EndOfRunAsync((await server.Admin.PostAsync($"pipelines/{pipeline["id"]}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"]);
        (await OutputAsync()).TrimEnd('\n').Split('\n')[^1].Trim('"').Length.ShouldBe(4);

        var steps = made.Body.GetProperty("transformations");
        (await server.Admin.PostAsync("transformations/validate", new { transformations = steps })).ShouldBe(HttpStatusCode.OK)["valid"].ShouldBe("True");
        var records = new[] { new { name = "ab" } };
        (await server.Admin.PostAsync("transformations/preview", new { transformations = steps, records })).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed")
            .Paths.ShouldContain("$.options.parameters.width");
        var preview = (await server.Admin.PostAsync("transformations/preview", new { transformations = steps, records, options = new { parameters = new { width = 5 } } })).ShouldBe(HttpStatusCode.OK);
        preview.Body.GetProperty("records")[0].GetProperty("name").GetString()!.Length.ShouldBe(5);
    }

    [Fact]
    public async Task What_a_pipeline_uses_is_not_deleted_before_that()
    {
        var made = await CreateAsync(Trim);
        var path = $"transformations/{made["id"]}";
        var pipeline = (await server.Admin.PostAsync("pipelines", Pipeline(Reference(made["id"], "1")))).ShouldBe(HttpStatusCode.Created);

        (await server.Admin.DeleteAsync(path)).ShouldBeProblem(HttpStatusCode.Conflict, "conflict")["detail"].ShouldContain(name);

        (await server.Admin.DeleteAsync($"pipelines/{pipeline["id"]}")).ShouldBe(HttpStatusCode.NoContent);
        (await server.Admin.DeleteAsync(path)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task References_that_lead_nowhere_are_named()
    {
        var made = await CreateAsync(Trim);
        var misspelt = new JsonObject { ["transformation_id"] = made["id"], ["vershun"] = 1 };
        var steps = new JsonArray(Reference(made["id"], "2"), Reference("absent"), Reference(made["id"], "\"newest\""), misspelt, Reference("${id}"));

        var answer = (await server.Admin.PostAsync("pipelines", Pipeline(steps))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        answer.Paths.Order(StringComparer.Ordinal).ShouldBe(
        [
            "$.transformations[0].version", "$.transformations[1].transformation_id", "$.transformations[2].version", "$.transformations[3].vershun",
            "$.transformations[4].transformation_id",
        ]);
        (await server.Admin.PostAsync("pipelines/validate", Pipeline(steps.DeepClone()))).ShouldBe(HttpStatusCode.OK).Paths.Order().ShouldBe(answer.Paths.Order());
    }

    [Fact]
    public async Task A_branch_may_refer_to_one_too()
    {
        var made = await CreateAsync($$"""{{Upper}},{"type":"field_validation","field_name":"name","validation_type":"email_format"}""");
        var condition = JsonNode.Parse("""{"field":"n","operator":"greater_than","value":1}""");
        var body = new JsonObject
        {
            ["transformations"] = new JsonArray(new JsonObject { ["type"] = "conditional", ["condition"] = condition, ["then"] = new JsonArray(Reference(made["id"])) }),
            ["records"] = JsonNode.Parse("""[{"name":"a","n":1},{"name":"b@c.de","n":2},{"name":"f","n":3}]"""),
        };

        var preview = (await server.Admin.PostAsync("transformations/preview", body)).ShouldBe(HttpStatusCode.OK).Body;

        preview.GetProperty("records").GetRawText().ShouldBe("""[{"name":"a","n":1},{"name":"B@C.DE","n":2}]""");
        preview.GetProperty("rejected")[0].GetProperty("errors")[0].GetProperty("step").GetString().ShouldBe("transformations[0].then[0].transformations[1]");
    }

    [Fact]
    public async Task So_many_references_and_no_more()
    {
        var made = await CreateAsync(Trim);

        (await server.Admin.PostAsync("pipelines/validate", Pipeline(Many(50)))).ShouldBe(HttpStatusCode.OK)["valid"].ShouldBe("True");
        (await server.Admin.PostAsync("pipelines/validate", Pipeline(Many(51)))).ShouldBe(HttpStatusCode.OK).Paths.Count.ShouldBe(51);

        JsonArray Many(int count) => [.. Enumerable.Range(0, count).Select(_ => Reference(made["id"]))];
    }

    [Fact]
    public async Task One_bare_reference_is_a_list_too()
    {
        var made = await CreateAsync(Trim);
        var body = Pipeline(new JsonArray());
        body["transformations"] = Reference(made["id"]);
        body["source"]!["config"]!["schema"] = JsonNode.Parse("""{"fields":[{"name":"name","type":"string"}]}""");

        var pipeline = (await server.Admin.PostAsync("pipelines", body)).ShouldBe(HttpStatusCode.Created);
        pipeline.Body.GetProperty("transformations").GetProperty("version").GetInt32().ShouldBe(1);

        body["source"]!["config"]!["schema"] = JsonNode.Parse("""{"fields":[{"name":"other","type":"string"}]}""");
        (await server.Admin.PostAsync("pipelines", body)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed")
            .Paths.ShouldBe(["$.transformations[0].transformations[0].field_name"]);
    }

    [Fact]
    public async Task Validating_and_previewing_look_into_references()
    {
        var made = await CreateAsync($"{Trim},{Upper}");
        var body = new JsonObject { ["transformations"] = new JsonArray(Reference(made["id"])), ["records"] = JsonNode.Parse("""[{"name":" a "}]""") };

        (await server.Admin.PostAsync("transformations/preview", body)).ShouldBe(HttpStatusCode.OK).Body.GetProperty("records").GetRawText().ShouldBe("""[{"name":"A"}]""");
        body.Remove("records");
        body["input_schema"] = JsonNode.Parse("""{"fields":[{"name":"other","type":"string"}]}""");
        var judged = (await server.Admin.PostAsync("transformations/validate", body)).ShouldBe(HttpStatusCode.OK);

        judged.Body.GetProperty("valid").GetBoolean().ShouldBeFalse();
        judged.Paths.ShouldBe(["$.transformations[0].transformations[0].field_name", "$.transformations[0].transformations[1].field_name"]);
    }

    private static JsonObject Reference(string id, string version = "\"latest\"") => new() { ["transformation_id"] = id, ["version"] = JsonNode.Parse(version) };

    private static int VersionOf(ApiAnswer pipeline) => pipeline.Body.GetProperty("transformations")[0].GetProperty("version").GetInt32();

    private JsonObject Pipeline(JsonNode steps) => new()
    {
        ["name"] = name,
        ["source"] = Csv($"{name}.csv"),
        ["destination"] = Csv($"{name}.out.csv"),
        ["transformations"] = steps is JsonArray ? steps : new JsonArray(steps),
    };

    private async Task<string> OutputAsync() => (await File.ReadAllTextAsync(Path.Combine(server.Files, $"{name}.out.csv"))).ReplaceLineEndings("\n");

    private static JsonObject Csv(string path) => new() { ["connector_type"] = "file", ["config"] = new JsonObject { ["path"] = path } };

    private string Body(string steps, string? schema = null) =>
        $$"""{"name":"{{name}}","description":"d","transformations":[{{steps}}]{{(schema is null ? "" : $",\"input_schema\":{schema}")}}}""";

    private async Task<ApiAnswer> CreateAsync(string steps, string? schema = null) =>
        (await server.Admin.PostAsync("transformations", Body(steps, schema))).ShouldBe(HttpStatusCode.Created);
}
