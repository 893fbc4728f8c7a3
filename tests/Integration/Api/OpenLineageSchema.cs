using System.Text.Json;
using Shouldly;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>What the schema of OpenLineage 2-0-2 asks of an event of a run, and of every facet.</summary>
internal static class OpenLineageSchema
{
    /// <summary>Holds an event to be one.</summary>
    public static void ShouldHold(JsonElement item)
    {
        Text(item, "eventType").ShouldBeOneOf("START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER");
        item.GetProperty("eventTime").TryGetDateTimeOffset(out _).ShouldBeTrue();
        Uri.IsWellFormedUriString(Text(item, "producer"), UriKind.Absolute).ShouldBeTrue();
        Text(item, "schemaURL").ShouldBe("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
        Guid.TryParseExact(Text(item.GetProperty("run"), "runId"), "D", out _).ShouldBeTrue();
        Text(item.GetProperty("job"), "namespace").ShouldNotBeEmpty();
        Text(item.GetProperty("job"), "name").ShouldNotBeEmpty();
        FacetsShouldBeValid(item.GetProperty("run"), "facets");
        FacetsShouldBeValid(item.GetProperty("job"), "facets");
        foreach (var dataset in item.GetProperty("inputs").EnumerateArray().Concat(item.GetProperty("outputs").EnumerateArray()))
        {
            Text(dataset, "namespace").ShouldNotBeEmpty();
            Text(dataset, "name").ShouldNotBeEmpty();
            FacetsShouldBeValid(dataset, "facets");
            FacetsShouldBeValid(dataset, "outputFacets");
        }
    }

    private static void FacetsShouldBeValid(JsonElement owner, string key)
    {
        if (!owner.TryGetProperty(key, out var facets))
            return;
        foreach (var facet in facets.EnumerateObject())
        {
            Uri.IsWellFormedUriString(Text(facet.Value, "_producer"), UriKind.Absolute).ShouldBeTrue(facet.Name);
            Text(facet.Value, "_schemaURL").ShouldMatch(@"^https://openlineage\.io/spec/facets/\d+-\d+-\d+/\w+\.json#/\$defs/\w+$");
        }
    }

    private static string Text(JsonElement json, string property) => json.GetProperty(property).GetString()!;
}
