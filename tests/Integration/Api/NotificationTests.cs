using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataAggregator.Local.Processes;
using DataAggregator.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class NotificationTests(ApiServer server)
{
    private readonly string name = $"told {Guid.NewGuid():N}";

    [Fact]
    public async Task A_failure_and_what_follows_are_told_by_signed_posts_and_by_mail()
    {
        var received = new ConcurrentQueue<(string? Id, string? Signature, byte[] Body)>();
        await using var receiver = new WebServer(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // The first one is refused.
            context.Response.StatusCode = received.IsEmpty ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent;
            received.Enqueue((context.Request.Headers["X-DataAggregator-Delivery"], context.Request.Headers["X-DataAggregator-Signature"], body.ToArray()));
        });
        var saved = (await server.Admin.PostAsync("pipelines", Body($"{receiver.Address}/hook"))).ShouldBe(HttpStatusCode.Created);
        saved.Text.ShouldNotContain("s3cret word");
        var pipeline = saved["id"];

        var failed = await RunAsync(pipeline, "failed");
        await File.WriteAllTextAsync(Path.Combine(server.Files, $"{name}.csv"), "id\n1\n");
        var recovered = await RunAsync(pipeline, "success");
        await RunAsync(pipeline, "success");
        await Eventually.HoldsAsync(() => Task.FromResult(received.Count >= 3), "both are told, the first one again as it was refused");

        var told = received.DistinctBy(post => post.Id).Select(post => JsonSerializer.Deserialize<JsonElement>(post.Body)).ToList();
        told.Select(body => $"{body.GetProperty("event")} {body.GetProperty("run").GetProperty("id")}").ShouldBe([$"failed {failed}", $"recovered {recovered}"], ignoreOrder: true);
        foreach (var (_, signature, body) in received)
            signature.ShouldBe($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("s3cret word"), body))}");
        await Eventually.HoldsAsync(async () => (await MailAsync()).Count >= 2, "both are mailed");
        (await MailAsync()).Count(mail => mail.Contains(failed, StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_told_what_is_listed_page_by_page()
    {
        using var nobody = FreePort.Claim();
        var pipeline = (await server.Admin.PostAsync("pipelines", Body($"http://127.0.0.1:{nobody.Number}/hook"))).ShouldBe(HttpStatusCode.Created)["id"];
        var run = await RunAsync(pipeline, "failed");
        await Eventually.HoldsAsync(
            async () => (await ListAsync($"notifications?run_id={run}&status=sent")).Count == 1 && (await ListAsync($"notifications?run_id={run}&status=pending"))[0].GetProperty("attempts").GetInt32() > 0,
            "the mail is sent, and the post was tried");

        var first = (await server.Admin.GetAsync($"notifications?pipeline_id={pipeline}&limit=1")).ShouldBe(HttpStatusCode.OK);
        var second = (await server.Admin.GetAsync($"notifications?pipeline_id={pipeline}&limit=1&cursor={first["next_cursor"]}")).ShouldBe(HttpStatusCode.OK);
        second.Body.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        JsonElement[] both = [first.Body.GetProperty("items")[0], second.Body.GetProperty("items")[0]];
        both.Select(item => item.GetProperty("channel").GetString()).ShouldBe(["email", "webhook"], ignoreOrder: true);
        both.ShouldAllBe(item => item.GetProperty("event").GetString() == "failed" && item.GetProperty("pipeline_name").GetString() == name && item.GetProperty("run_id").GetString() == run);
        var post = both.Single(item => item.GetProperty("channel").GetString() == "webhook");
        post.GetProperty("last_error").GetString().ShouldNotBeNullOrEmpty();
        post.TryGetProperty("sent_at", out _).ShouldBeFalse();
        var mail = both.Single(item => item.GetProperty("channel").GetString() == "email");
        (mail.GetProperty("target").GetString(), mail.GetProperty("attempts").GetInt32(), mail.TryGetProperty("last_error", out _)).ShouldBe(("ops@example.com", 1, false));
        (await ListAsync($"runs/{run}/notifications?channel=webhook")).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(post.GetProperty("id").GetString());
        (await ListAsync($"runs/{run}/notifications?q=ops%40EXAMPLE")).ShouldHaveSingleItem().GetProperty("channel").GetString().ShouldBe("email");
    }

    [Fact]
    public async Task The_list_is_not_for_viewers_and_says_what_it_does_not_know()
    {
        using var viewer = await server.AccountAsync("viewer");
        (await viewer.GetAsync("notifications")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await server.Admin.GetAsync("notifications?status=lost")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Problem("status").ShouldContain("given_up");
        (await server.Admin.GetAsync("notifications?cursor=abc")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["cursor"]);
        (await server.Admin.GetAsync("runs/none/notifications")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    private async Task<List<JsonElement>> ListAsync(string path) => [.. (await server.Admin.GetAsync(path)).ShouldBe(HttpStatusCode.OK).Body.GetProperty("items").EnumerateArray()];

    private async Task<List<string>> MailAsync()
    {
        var mails = new List<string>();
        foreach (var file in Directory.Exists(server.Mail) ? Directory.GetFiles(server.Mail) : [])
        {
            var mail = await File.ReadAllTextAsync(file);
            // Lines of the text may be cut by the encoding of mail.
            if (mail.Contains(name, StringComparison.Ordinal))
                mails.Add(mail.Replace("=\r\n", "", StringComparison.Ordinal));
        }

        return mails;
    }

    private async Task<string> RunAsync(string pipeline, string status)
    {
        var run = (await server.Admin.PostAsync($"pipelines/{pipeline}/execute")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        (await server.Admin.EndOfRunAsync(run)).GetProperty("status").GetString().ShouldBe(status);
        return run;
    }

    private object Body(string webhook) => new
    {
        name,
        source = new { connector_type = "file", config = new { path = $"{name}.csv" } },
        destination = new { connector_type = "file", config = new { path = $"out/{name}.csv", write_mode = "replace" } },
        notifications = new { webhook, webhook_secret = "s3cret word", email = new[] { "ops@example.com" } },
    };
}
