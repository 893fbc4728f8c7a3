using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Pipelines.Versions;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Pipelines;

public sealed class DefinitionDiffTests
{
    private const string Base = """
        {"name":"orders","tags":["a","b"],
         "source":{"connector_type":"rest_api","config":{"url":"https://a.example.com","token":"s1"}},
         "transformations":[
           {"type":"field_mapping","field_name":"name","operation":"title_case"},
           {"type":"record_filter","condition":{"field":"status","operator":"equals","value":"completed"}},
           {"type":"conditional","condition":{"field":"x","operator":"exists"},"then":[{"type":"field_removal","field_name":"y"}]}],
         "schedule":{"expression":"0 8 * * *"}}
        """;

    [Theory]
    [InlineData("name", "\"sales\"", "Changed $.name 'orders'>'sales': Name changed from 'orders' to 'sales'.")]
    [InlineData("schedule.expression", "\"@daily\"", "Changed $.schedule.expression '0 8 * * *'>'@daily': Schedule: expression changed from '0 8 * * *' to '@daily'.")]
    [InlineData("schedule", null, "Removed $.schedule: The schedule was removed.")]
    [InlineData("enabled", "false", "Added $.enabled: Enabled was added: false.")]
    [InlineData("source.config.url", "\"https://b.example.com\"", "Changed $.source.config.url 'https://a.example.com'>'https://b.example.com': Source: config.url changed from 'https://a.example.com' to 'https://b.example.com'.")]
    [InlineData("source.config.token", "\"s2\"", "Changed $.source.config.token '********'>'********': Source: the secret config.token was changed.")]
    [InlineData("transformations.1.condition.value", "\"paid\"", "Changed $.transformations[1].condition.value 'completed'>'paid': Step 2 (record_filter): condition.value changed from 'completed' to 'paid'.")]
    [InlineData("transformations.2.then.0.field_name", "\"z\"", "Changed $.transformations[2].then[0].field_name 'y'>'z': Step 3 (conditional), then step 1 (field_removal): field_name changed from 'y' to 'z'.")]
    [InlineData("tags", """["b","c"]""", "Added $.tags[1]: Tags was added: 'c'. | Removed $.tags[0]: Tags was removed; it was 'a'.")]
    [InlineData("description", null, "")]
    public void A_change_is_told_with_its_path_its_values_and_a_sentence(string place, string? value, string expected) =>
        Tell(Base, Edited(place, value)).ShouldBe(expected);

    [Fact]
    public void Steps_that_were_added_removed_or_moved_are_told_as_such()
    {
        Tell(Base, Steps(steps => steps.Insert(1, JsonNode.Parse("""{"type":"limit","count":5}"""))))
            .ShouldBe("Added $.transformations[1]: Step 2 (limit) was added.");
        Tell(Base, Steps(steps => steps.RemoveAt(0))).ShouldBe("Removed $.transformations[0]: Step 1 (field_mapping) was removed.");
        Tell(Base, Steps(steps =>
        {
            var first = steps[0]!;
            steps.RemoveAt(0);
            steps.Add(first);
        })).ShouldBe("Moved $.transformations[2] from $.transformations[0]: Step 3 (field_mapping) moved to another place.");
    }

    [Fact]
    public void A_step_that_moved_and_changed_is_told_with_both()
    {
        var edited = Steps(steps =>
        {
            var first = steps[0]!;
            steps.RemoveAt(0);
            first["operation"] = "uppercase";
            steps.Add(first);
        });

        Tell(Base, edited).ShouldBe(
            "Moved $.transformations[2] from $.transformations[0]: Step 3 (field_mapping) moved to another place. | "
            + "Changed $.transformations[2].operation from $.transformations[0].operation 'title_case'>'uppercase': Step 3 (field_mapping): operation changed from 'title_case' to 'uppercase'.");
    }

    [Fact]
    public void The_form_of_a_list_and_the_order_of_keys_are_no_change()
    {
        var other = JsonNode.Parse(Base)!.AsObject();
        var steps = other["transformations"]!.DeepClone();
        other.Remove("transformations");
        other["transformations"] = new JsonObject { ["transformations"] = steps };

        Tell(Base, other.ToJsonString()).ShouldBe("");
    }

    private static string Tell(string old, string current) => string.Join(" | ", DefinitionDiff.Between(Both(old), Both(current)).Select(change =>
        $"{change.Kind} {change.Path}{(change.OldPath is { } from ? $" from {from}" : "")}{(change.Kind == ChangeKind.Changed ? $" '{change.OldValue}'>'{change.NewValue}'" : "")}: {change.Sentence}"));

    private static (JsonElement Clear, JsonElement Masked) Both(string json)
    {
        var masked = JsonNode.Parse(json)!;
        masked["source"]!["config"]!["token"] = "********";
        return (JsonSerializer.Deserialize<JsonElement>(json), JsonSerializer.SerializeToElement(masked));
    }

    private static string Steps(Action<JsonArray> edit)
    {
        var document = JsonNode.Parse(Base)!;
        edit(document["transformations"]!.AsArray());
        return document.ToJsonString();
    }

    private static string Edited(string place, string? value)
    {
        var document = JsonNode.Parse(Base)!;
        var keys = place.Split('.');
        var node = document;
        foreach (var key in keys[..^1])
            node = int.TryParse(key, out var index) ? node![index] : node![key];
        if (value is null)
            node!.AsObject().Remove(keys[^1]);
        else
            node![keys[^1]] = JsonNode.Parse(value);
        return document.ToJsonString();
    }
}
