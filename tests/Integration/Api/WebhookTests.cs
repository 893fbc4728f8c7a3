using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Tests.Fixtures;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>Webhook triggers: their addresses, and what comes of requests to them.</summary>
[Collection(ApiTests.Name)]
public sealed class WebhookTests(ApiServer server)
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task A_delivery_starts_one_run_with_its_values_however_often_it_comes()
    {
        var pipeline = await SaveAsync(new { type = "webhook", map = new { order = "data.items[0].id" }, parameters = new { order = "fixed" } });
        var address = await pipeline.AddressAsync();
        var body = new { data = new { items = new[] { new { id = 4711 } } } };

        var first = (await server.Anonymous.PostAsync(address, body, ("X-Event-Id", "one"))).ShouldBe(HttpStatusCode.Accepted);
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => server.Anonymous.PostAsync(address, body, ("X-Event-Id", "one"))));
        var other = (await server.Anonymous.PostAsync(address, new { nothing = 1 }, ("Idempotency-Key", "two"))).ShouldBe(HttpStatusCode.Accepted);

        first["result"].ShouldBe("started");
        again.ShouldAllBe(answer => answer["run_id"] == first["run_id"] && answer["result"] == "repeated");
        other["run_id"].ShouldNotBe(first["run_id"]);
        (await pipeline.EndsAsync(2)).Select(run => (run.GetProperty("trigger").GetString(), run.GetProperty("status").GetString())).ShouldBe([("webhook", "success"), ("webhook", "success")]);
        (await File.ReadAllTextAsync(Path.Combine(server.Files, "out", $"{pipeline.Name}.csv"))).ShouldBe("id,order\n1,4711\n1,fixed\n");
        (await pipeline.TriggerAsync("webhook")).GetProperty("run_id").GetString().ShouldBe(other["run_id"]);
    }

    [Fact]
    public async Task Each_delivery_waits_for_its_turn_and_none_is_lost()
    {
        var pipeline = await SaveAsync(new { type = "webhook", map = new { order = "n" } });
        var address = await pipeline.AddressAsync();

        for (var n = 0; n < 6; n++)
            (await server.Anonymous.PostAsync(address, new { n })).ShouldBe(HttpStatusCode.Accepted)["result"].ShouldBeOneOf("started", "queued");

        (await pipeline.EndsAsync(6)).ShouldAllBe(run => run.GetProperty("status").GetString() == "success");
        (await File.ReadAllTextAsync(Path.Combine(server.Files, "out", $"{pipeline.Name}.csv"))).ShouldBe("id,order\n1,0\n1,1\n1,2\n1,3\n1,4\n1,5\n");
    }

    [Fact]
    public async Task A_token_is_shown_once_and_good_until_there_is_another()
    {
        var pipeline = await SaveAsync(new { type = "webhook", name = "shop" });
        (await pipeline.TriggerAsync("shop")).TryGetProperty("token", out _).ShouldBeFalse();
        var first = await pipeline.AddressAsync("shop");
        var second = await pipeline.AddressAsync("shop");

        var token = (await pipeline.TriggerAsync("shop")).GetProperty("token");
        token.GetProperty("hint").GetString()!.Length.ShouldBe(8);
        token.GetProperty("created_by").GetString().ShouldBe(ApiServer.AdminEmail);
        second.ShouldStartWith($"/api/v1/hooks/{token.GetProperty("hint").GetString()}");
        (await Database.ScalarAsync<string>(server.Postgres, "SELECT string_agg(t::text, ' ') FROM dataaggregator.pipeline_triggers t")).ShouldNotContain(second.Split('/')[^1]);
        (await server.Anonymous.PostAsync(first)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await server.Anonymous.PostAsync(second)).ShouldBe(HttpStatusCode.Accepted);
        (await server.Admin.DeleteAsync($"pipelines/{pipeline.Id}/triggers/shop/token")).ShouldBe(HttpStatusCode.NoContent);
        (await server.Anonymous.PostAsync(second)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await server.Anonymous.PostAsync("/api/v1/hooks/unknown")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        await pipeline.EndsAsync(1);
    }

    [Fact]
    public async Task Only_editors_make_addresses_and_viewers_see_no_secret()
    {
        var pipeline = await SaveAsync(new { type = "webhook", signature = new { secret = Secret } });
        using var viewer = await server.AccountAsync("viewer");

        (await viewer.PostAsync($"pipelines/{pipeline.Id}/triggers/webhook/token")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await viewer.GetAsync($"pipelines/{pipeline.Id}/triggers")).ShouldBe(HttpStatusCode.OK);
        (await viewer.GetAsync($"pipelines/{pipeline.Id}")).Text.ShouldNotContain("signature");
        (await server.Admin.GetAsync($"pipelines/{pipeline.Id}")).Text.ShouldNotContain(Secret[6..]);
        (await Database.ScalarAsync<long>(server.Postgres, $"SELECT count(*) FROM dataaggregator.pipeline_versions WHERE document::text LIKE '%{Secret[6..]}%'")).ShouldBe(0);
        (await server.Admin.PostAsync($"pipelines/{pipeline.Id}/triggers/other/token")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        (await server.Anonymous.PostAsync($"pipelines/{pipeline.Id}/triggers/webhook/token")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_signed_webhook_takes_what_was_signed_just_now_and_only_that()
    {
        var pipeline = await SaveAsync(new { type = "webhook", signature = new { secret = Secret } });
        var address = await pipeline.AddressAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        (await server.Anonymous.PostAsync(address, "{}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "signature_invalid");
        (await SignedAsync(address, "one", now - 400, "{}", "{}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "signature_invalid");
        (await SignedAsync(address, "one", now, "{\"a\":1}", "{}")).ShouldBeProblem(HttpStatusCode.Unauthorized, "signature_invalid");
        var run = (await SignedAsync(address, "one", now, "{}", "{}")).ShouldBe(HttpStatusCode.Accepted)["run_id"];
        var replayed = await SignedAsync(address, "one", now, "{}", "{}");
        replayed["run_id"].ShouldBe(run);

        // Saved again as it is shown, the secret stays.
        var shown = pipeline.Body;
        shown["triggers"] = new object[] { new { type = "webhook", signature = new { secret = "********" } } };
        (await server.Admin.PutAsync($"pipelines/{pipeline.Id}", shown)).ShouldBe(HttpStatusCode.OK);
        (await SignedAsync(address, "two", now, "{}", "{}")).ShouldBe(HttpStatusCode.Accepted);
        await pipeline.EndsAsync(2);
    }

    [Fact]
    public async Task Limits_and_pauses_are_told()
    {
        var pipeline = await SaveAsync(new { type = "webhook", map = new { order = "n" }, max_per_minute = 3 });
        var address = await pipeline.AddressAsync();
        (await server.Anonymous.PostAsync(address, new string('x', (1 << 20) + 1))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
        (await server.Anonymous.PostAsync(address, "no json")).ShouldBeProblem(HttpStatusCode.BadRequest, "malformed_json");
        (await server.Anonymous.PostAsync(address, "{}", ("X-Event-Id", new string('x', 201)))).Problem("X-Event-Id").ShouldContain("200");

        // A minute may end meanwhile, and counting begin anew.
        ApiAnswer answer = null!;
        await Eventually.HoldsAsync(async () => (answer = await server.Anonymous.PostAsync(address, "no json")).Status == HttpStatusCode.TooManyRequests, "there were too many");
        answer.ShouldBeProblem(HttpStatusCode.TooManyRequests, "rate_limited").Headers["Retry-After"].ShouldNotBeEmpty();

        pipeline.Body["enabled"] = false;
        pipeline.Body["triggers"] = new object[] { new { type = "webhook" } };
        (await server.Admin.PutAsync($"pipelines/{pipeline.Id}", pipeline.Body)).ShouldBe(HttpStatusCode.OK);
        (await server.Anonymous.PostAsync(address)).ShouldBeProblem(HttpStatusCode.Conflict, "trigger_paused");
        (await pipeline.RunsAsync(0)).ShouldBeEmpty();
    }

    private Task<TriggeredPipeline> SaveAsync(object trigger) => TriggeredPipeline.SaveAsync(server.Admin, server.Files, [trigger]);

    private Task<ApiAnswer> SignedAsync(string address, string id, long timestamp, string signed, string sent)
    {
        var content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{signed}"));
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret[6..]), content));
        return server.Anonymous.PostAsync(
            address, sent, ("webhook-id", id), ("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture)), ("webhook-signature", $"v1,AAAA v1,{signature}"));
    }
}
