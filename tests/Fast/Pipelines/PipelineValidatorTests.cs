using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Schedules;
using Shouldly;
using Xunit;
using static DataAggregator.Tests.Fast.Pipelines.PipelineChecks;

namespace DataAggregator.Tests.Fast.Pipelines;

public sealed class PipelineValidatorTests
{
    [Theory]
    [InlineData("evolve")]
    [InlineData("freeze")]
    [InlineData("reject")]
    [InlineData("quarantine")]
    public async Task A_policy_of_schema_evolution_is_for_the_pipeline_or_its_source(string policy)
    {
        (await ProblemsAsync(new { name = "p", source = File("in.csv"), destination = File("out.csv"), schema_evolution = policy })).Count.ShouldBe(0);
        (await ProblemsAsync(new { name = "p", source = Evolving("in.csv", policy), destination = File("out.csv") })).Count.ShouldBe(0);
        (await ProblemsAsync(new { name = "p", source = File("in.csv"), destination = Evolving("out.csv", policy) })).Select(problem => problem.Path).ShouldBe(["$.destination.schema_evolution"]);
    }

    [Fact]
    public async Task An_unknown_policy_is_refused_with_a_suggestion()
    {
        var problem = (await ProblemsAsync(new { name = "p", source = Evolving("in.csv", "freez"), destination = File("out.csv") })).ShouldHaveSingleItem();

        problem.Path.ShouldBe("$.source.schema_evolution");
        problem.Message.ShouldContain("Did you mean 'freeze'?");
    }

    [Theory]
    [InlineData("""{"cursor_field":"at","initial_value":"2025-01-01","lookback":"2h","null_policy":"fail"}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""{"cursor_feld":"at"}""", "$.source.incremental.cursor_feld")]
    [InlineData("""{"lookback":"2h"}""", "$.source.incremental.lookback")]
    [InlineData("""{"cursor_field":"at","lookback":"soon"}""", "$.source.incremental.lookback")]
    [InlineData("""{"cursor_field":"at","lookback":5}""", "$.source.incremental.lookback")]
    [InlineData("""{"cursor_field":"at","end_value":"never"}""", "$.source.incremental.end_value")]
    public async Task Incremental_reading_is_checked_against_what_is_known_of_the_field(string incremental, string? path)
    {
        var schema = new { fields = new[] { new { name = "at", type = "timestamp" } } };
        var source = new { connector_type = "file", incremental = JsonSerializer.Deserialize<JsonElement>(incremental), config = new { path = "in.csv", schema } };

        (await ProblemsAsync(new { name = "p", source, destination = File("out.csv") })).Select(problem => problem.Path).ShouldBe(path is null ? [] : [path]);
    }

    [Fact]
    public async Task Incremental_reading_is_for_the_first_source_and_for_connectors_that_can()
    {
        var incremental = new { cursor_field = "id" };
        var second = new { name = "other", connector_type = "file", config = new { path = "b.csv", incremental } };
        (await ProblemsAsync(new { name = "p", sources = new object[] { File("in.csv"), second }, destination = File("out.csv") })).Select(problem => problem.Path).ShouldBe(["$.sources[1].config.incremental"]);
        (await ProblemsAsync(new { name = "p", source = File("in.csv"), destination = new { connector_type = "file", incremental, config = new { path = "out.csv" } } }))
            .Select(problem => problem.Path).ShouldBe(["$.destination.incremental"]);
    }

    [Fact]
    public async Task Every_problem_is_listed_with_its_path() =>
        (await ProblemsAsync(new { name = "p", source = new { connector_type = "fiel", config = new { path = "in.csv" } }, destination = File("out.csv"), transformations = new[] { new { type = "record_fliter" } } }))
            .Select(problem => problem.Path).ShouldBe(["$.source.connector_type", "$.transformations[0].type"]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_source_that_cannot_be_asked_for_single_records_is_refused_where_it_would_be(bool isAlsoJoined)
    {
        object[] sources = [PipelineChecks.File("a.csv"), new { name = "crm", connector_type = "file", config = new { path = "b.csv" } }];
        object enrichment = new { type = "enrichment", source = "crm", field_name = "id", included_fields = new[] { "segment" } };
        object[] steps = isAlsoJoined ? [new { type = "join", join_source = "crm", primary_key = "id", foreign_key = "id" }, enrichment] : [enrichment];

        var problem = (await PipelineChecks.ProblemsAsync(new { name = "p", sources, transformations = steps, destination = PipelineChecks.File("c.csv") })).ShouldHaveSingleItem();

        problem.Path.ShouldBe($"$.transformations[{steps.Length - 1}].source");
        problem.Message.ShouldContain("use a lookup or join step");
    }

    [Fact]
    public async Task Where_there_are_no_saved_transformations_steps_cannot_refer_to_one()
    {
        object[] steps = [new { transformation_id = "t1", version = "latest", transformations = Array.Empty<object>() }];

        var problem = (await ProblemsAsync(new { name = "p", source = File("in.csv"), destination = File("out.csv"), transformations = steps })).ShouldHaveSingleItem();

        (problem.Path, problem.Message).ShouldBe(("$.transformations[0].transformation_id", "there are no saved transformations here; write the steps in its place."));
    }

    [Theory]
    [InlineData("""{"schedule":{"type":"corn","expression":"0 8 * * *"}}""", "$.schedule.type", "Did you mean 'cron'?")]
    [InlineData("""{"schedule":{"expression":"0 8 * *"}}""", "$.schedule.expression", "is no cron expression")]
    [InlineData("""{"schedule":{"expression":"@daily","catchup":"all"}}""", "$.schedule.catchup", "Did you mean 'catch_up'?")]
    [InlineData("""{"schedule":{"expression":"@daily","dst":{"gap":"shfit"}}}""", "$.schedule.dst.gap", "Did you mean 'shift'?")]
    [InlineData("""{"triggers":[{"type":"webhok"}]}""", "$.triggers[0].type", "Did you mean 'webhook'?")]
    [InlineData("""{"triggers":[{"type":"webhook"},{"type":"file"}]}""", "$.triggers[1].path", "is required")]
    [InlineData("""{"triggers":[{"type":"stream","stream":"s","max_event":5}]}""", "$.triggers[0].max_event", "Did you mean 'max_events'?")]
    [InlineData("""{"triggers":[{"type":"pipeline","pipeline":"p","on":["running"]}]}""", "$.triggers[0].on", "how a run ends")]
    [InlineData("""{"triggers":[{"type":"webhook","parameters":{"dya":"1"}}],"parameters":{"day":"0"}}""", "$.triggers[0].parameters.dya", "Did you mean 'day'?")]
    [InlineData("""{"notifications":{"email":["ann@example.com","nobody"]}}""", "$.notifications.email[1]", "no mail address")]
    [InlineData("""{"error_handling":{"notifications":{"webhook":"hooks.example.com"}}}""", "$.error_handling.notifications.webhook", "whole http")]
    [InlineData("""{"error_handling":{"max_errors":"many"}}""", "$.error_handling.max_errors", "a count (100) or a share")]
    [InlineData("""{"error_handling":{"retry_policy":{"max_retrys":3}}}""", "$.error_handling.retry_policy.max_retrys", "Did you mean 'max_retries'?")]
    [InlineData("""{"parameters":{"1st":"x"}}""", "$.parameters.1st", "no name for a parameter")]
    [InlineData("""{"parameters":{"day":{"of":"month"}}}""", "$.parameters.day", "must be text, a number")]
    [InlineData("""{"tags":["a,b"]}""", "$.tags[0]", "no comma")]
    [InlineData("""{"shedule":{}}""", "$.shedule", "Did you mean 'schedule'?")]
    public async Task What_is_wrong_in_a_definition_is_told_with_its_path_and_the_way_out(string keys, string path, string hint)
    {
        var pipeline = JsonNode.Parse(keys)!.AsObject();
        foreach (var (key, value) in JsonSerializer.SerializeToNode(new { name = "p", source = File("in.csv"), destination = File("out.csv") })!.AsObject())
            pipeline[key] = value?.DeepClone();

        var problem = (await ProblemsAsync(pipeline)).ShouldHaveSingleItem();

        problem.Path.ShouldBe(path);
        problem.Message.ShouldContain(hint);
    }

    [Theory]
    [InlineData("""{"format":"cvs"}""", 1)]
    [InlineData("""{"format":"csv"}""", 0)]
    [InlineData("""{"format":null}""", 0)]
    [InlineData("{}", 0)]
    public async Task A_default_is_judged_and_what_has_none_is_not(string parameters, int problems) =>
        (await ProblemsAsync(new
        {
            name = "p",
            source = new { connector_type = "file", config = new { path = "in", file_format = "${format}" } },
            destination = File("out.csv"),
            parameters = JsonNode.Parse(parameters),
        })).Select(problem => problem.Path).ShouldBe(Enumerable.Repeat("$.source.config.file_format", problems));

    [Theory]
    [InlineData("""{"transformations":[{"type":"limit","count":"${n}"}]}""", 0)]
    [InlineData("""{"type":"limit","count":"${n}"}""", 0)]
    [InlineData("""{"type":"limit","count":"$${n}"}""", 1)]
    [InlineData("""{"type":"limit","count":"${m}"}""", 1)]
    public async Task A_placeholder_of_a_step_is_one_in_every_form_of_the_list(string steps, int problems) =>
        (await ProblemsAsync(new { name = "p", source = File("in.csv"), destination = File("out.csv"), transformations = JsonNode.Parse(steps), parameters = new { m = "many" } }))
            .Select(problem => problem.Path).ShouldBe(Enumerable.Repeat("$.transformations[0].count", problems));

    [Fact]
    public async Task The_guides_definition_is_valid_word_for_word_and_says_what_it_says()
    {
        var pipeline = GuideDefinition.Create("guide");

        (await ProblemsAsync(pipeline)).ShouldBeEmpty();

        var definition = PipelineDefinitionReader.Read(JsonSerializer.SerializeToElement(pipeline), new Problems()).ShouldNotBeNull();
        definition.Schedule.ShouldBe(new Schedule { Expression = "0 8 * * *" });
        definition.ErrorHandling.RetryPolicy.ShouldBe(new RetryPolicy { MaxRetries = 3, BackoffMultiplier = 2, InitialDelaySeconds = 1 });
        definition.ErrorHandling.Notifications!.Email.ShouldBe(["admin@example.com"]);
        definition.ErrorHandling.Notifications.Webhook.ShouldBe("https://hooks.example.com/pipeline-alerts");
    }

    [Fact]
    public void A_saved_definition_whose_schedule_would_not_be_taken_now_still_runs()
    {
        var saved = JsonSerializer.SerializeToElement(new { name = "p", source = File("in.csv"), destination = File("out.csv"), schedule = new { type = "interval", expression = "1h" }, tags = new[] { "a" } });

        ParameterValues.Fill(saved, JsonSerializer.SerializeToElement(new { }), _ => null).Name.ShouldBe("p");
    }

    private static object Evolving(string path, string policy) => new { connector_type = "file", config = new { path }, schema_evolution = policy };
}
