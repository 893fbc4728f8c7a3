using System.Net;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Api;

[Collection(ApiTests.Name)]
public sealed class IdempotencyTests(ApiServer server)
{
    private readonly string name = $"once {Guid.NewGuid():N}";

    private (string, string) Key => ("Idempotency-Key", name);

    [Fact]
    public async Task The_same_request_gets_the_first_answer_again_word_for_word()
    {
        var first = (await server.Admin.PostAsync("pipelines", Example.Pipeline(name), Key)).ShouldBe(HttpStatusCode.Created);
        var again = (await server.Admin.PostAsync("pipelines", Example.Pipeline(name), Key)).ShouldBe(HttpStatusCode.Created);

        again.Text.ShouldBe(first.Text);
        foreach (var header in new[] { "Location", "ETag", "Content-Type" })
            again.Headers[header].ShouldBe(first.Headers[header]);
        again.Headers["Idempotency-Replayed"].ShouldBe("true");
        first.Headers.Keys.ShouldNotContain("Idempotency-Replayed");
    }

    [Fact]
    public async Task Another_body_is_a_conflict_and_another_operation_or_user_is_not()
    {
        var made = (await server.Admin.PostAsync("pipelines", Example.Pipeline(name), Key)).ShouldBe(HttpStatusCode.Created);

        (await server.Admin.PostAsync("pipelines", Example.Pipeline($"{name} 2"), Key)).ShouldBeProblem(HttpStatusCode.Conflict, "conflict");
        (await server.Admin.PostAsync($"pipelines/{made["id"]}/clone", new { }, Key)).ShouldBe(HttpStatusCode.Created);
        using var editor = await server.AccountAsync("editor");
        (await editor.PostAsync("pipelines", Example.Pipeline($"{name} 2"), Key)).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_was_refused_may_be_corrected_under_the_same_key()
    {
        var wrong = Example.Pipeline(name);
        wrong["shedule"] = "daily";
        (await server.Admin.PostAsync("pipelines", wrong, Key)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed");

        (await server.Admin.PostAsync("pipelines", Example.Pipeline(name), Key)).ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Of_requests_sent_at_once_one_is_carried_out()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => server.Admin.PostAsync("pipelines", Example.Pipeline(name), Key)));

        answers.Select(answer => answer.ShouldBe(HttpStatusCode.Created)["id"]).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_key_has_a_length() =>
        (await server.Admin.PostAsync("pipelines", Example.Pipeline(name), ("Idempotency-Key", new string('k', 201))))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "validation_failed").Paths.ShouldBe(["Idempotency-Key"]);
}
