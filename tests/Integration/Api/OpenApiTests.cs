using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json;
using DataAggregator.Core.Runs;
using DataAggregator.Tests.Integration.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>The contract's document. After a change that is meant, <c>DATAAGGREGATOR_APPROVE=true dotnet test --filter OpenApiTests</c> renews the approved one.</summary>
[Collection(ApiTests.Name)]
public sealed class OpenApiTests(ApiServer server)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Examples => [.. Example.Operations];

    [Fact]
    public async Task The_contract_is_the_approved_one()
    {
        var actual = (await DocumentAsync()).ToJsonString(Readable) + "\n";
        var approved = ApprovedPath();
        if (Environment.GetEnvironmentVariable("DATAAGGREGATOR_APPROVE") == "true")
            await File.WriteAllTextAsync(approved, actual);

        actual.ShouldBe(await File.ReadAllTextAsync(approved));
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_typed_answers()
    {
        var names = new List<string>();
        var document = await DocumentAsync();
        foreach (var (path, verb, operation) in Operations(document))
        {
            names.Add(operation["operationId"]!.GetValue<string>());
            operation["summary"]!.GetValue<string>().ShouldNotBeEmpty();
            document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()).ShouldContain(operation["tags"]![0]!.GetValue<string>());
            var good = operation["responses"]!.AsObject().Where(response => response.Key.StartsWith('2')).ShouldHaveSingleItem();
            if (good.Key != "204")
                good.Value!["content"]!.AsObject().ShouldHaveSingleItem().Value!["schema"].ShouldNotBeNull($"{verb} {path}");
            if (verb is "put" || operation["requestBody"] is not null)
                operation["requestBody"]!["content"]!["application/json"]!["example"].ShouldNotBeNull($"{verb} {path}");
        }

        names.Count.ShouldBeGreaterThan(30);
        names.ShouldBeUnique();
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await DocumentAsync();
        var components = new[] { "headers", "responses", "schemas" }.SelectMany(kind => document["components"]![kind]!.AsObject().Select(component => $"#/components/{kind}/{component.Key}"));

        var references = References(document).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        references.ShouldBe(components.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_is_accepted(string name)
    {
        var (path, verb, operation) = Operations(await DocumentAsync()).Single(operation => operation.Operation["operationId"]!.GetValue<string>() == name);
        var body = operation["requestBody"]!["content"]!["application/json"]!["example"]!.DeepClone().AsObject();
        JsonNode.DeepEquals(body, Example.Of(name)).ShouldBeTrue();
        if (body.ContainsKey("refresh_token"))
            body["refresh_token"] = (await server.Anonymous.PostAsync("auth/login", Example.Of("Login")))["refresh_token"];
        if (verb == "post" && body.ContainsKey("name"))
            body["name"] = $"{name} {Guid.NewGuid():N}";
        if (body.ContainsKey("run_id") && path.EndsWith("/release", StringComparison.Ordinal))
            body["run_id"] = await FailedReplay.MakeAsync(server);

        var answer = await server.Admin.SendAsync(new HttpMethod(verb.ToUpperInvariant()), await FillAsync(path), body);

        operation["responses"]!.AsObject().Select(response => response.Key).ShouldContain($"{(int)answer.Status}");
        ((int)answer.Status).ShouldBeInRange(200, 299, answer.Text);
        if (answer.Body.ValueKind == JsonValueKind.Object && answer.Body.TryGetProperty("valid", out var valid))
            valid.GetBoolean().ShouldBeTrue(answer.Text);
    }

    [Theory]
    [InlineData("/api/docs", "/docs/swagger-ui-bundle.js")]
    [InlineData("/api/redoc", "/docs/redoc.standalone.js")]
    public async Task The_pages_for_people_are_told_to_load_nothing_from_elsewhere(string path, string script)
    {
        var page = (await server.Anonymous.GetAsync(path)).ShouldBe(HttpStatusCode.OK);

        page.Headers["Content-Type"].ShouldBe("text/html; charset=utf-8");
        page.Text.ShouldContain(script);
        page.Text.ShouldContain("default-src 'self'");
        page.Text.ShouldNotContain("//", Case.Sensitive);
    }

    private static IEnumerable<(string Path, string Verb, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static string ApprovedPath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "openapi.json");

    private async Task<JsonObject> DocumentAsync()
    {
        var answer = (await server.Anonymous.GetAsync("/api/openapi.json")).ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(answer.Text)!.AsObject();
    }

    private async Task<string> RejectAsync()
    {
        var (runs, run) = (server.Services.GetRequiredService<IRunStore>(), Guid.NewGuid().ToString("N"));
        await runs.CreateAsync(RunSamples.Run(run), CancellationToken.None);
        await runs.SaveSegmentAsync(RunSamples.Segment(run, 0, 0, 9), [RunSamples.Rejected(0, 1)], 1, CancellationToken.None);
        await runs.FinishAsync(run, new RunResult(RunStatus.Warning, new RunTotals(), [], null, false), 1, CancellationToken.None);
        return $"{run}.0.0.0";
    }

    /// <summary>A path with something that there is in place of its parameter.</summary>
    private async Task<string> FillAsync(string path)
    {
        if (path.Contains("{id}", StringComparison.Ordinal))
            return path.Replace("{id}", await SaveAsync(path.Split('/')[3]), StringComparison.Ordinal);
        if (path.EndsWith("/{token}", StringComparison.Ordinal))
            return await (await TriggeredPipeline.SaveAsync(server.Admin, server.Files, [new { type = "webhook" }])).AddressAsync();
        return path.Replace("{name}", "examples", StringComparison.Ordinal);
    }

    private async Task<string> SaveAsync(string collection)
    {
        if (collection == "dead-letters")
            return await RejectAsync();
        var body = Example.Of(collection switch
        {
            "pipelines" => "CreatePipeline",
            "transformations" => "CreateTransformation",
            "pipeline-templates" => "CreatePipelineTemplate",
            _ => "CreateConnector",
        });
        body["name"] = $"{collection} {Guid.NewGuid():N}";
        // What only makes sense of a source that is read incrementally.
        if (collection == "pipelines")
            body["source"]!["incremental"] = new JsonObject { ["cursor_field"] = "created_at" };
        return (await server.Admin.PostAsync(collection, body)).ShouldBe(HttpStatusCode.Created)["id"];
    }
}
