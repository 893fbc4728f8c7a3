using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Quality;

namespace DataAggregator.Orchestrations.Lineage;

/// <summary>What the records of a run were like, as facets of OpenLineage.</summary>
internal static class QualityFacets
{
    /// <summary>Counts, bounds and sums of each field.</summary>
    public static JsonObject Metrics(RecordProfile profile)
    {
        var columns = new JsonObject();
        foreach (var field in profile.Fields)
            columns[field.Name] = Metrics(field);
        return Facet.Of("1-0-0/DataQualityMetricsDatasetFacet.json#/$defs/DataQualityMetricsDatasetFacet", new() { ["rowCount"] = profile.Records, ["columnMetrics"] = columns });
    }

    /// <summary>Which expectations are met.</summary>
    public static JsonObject Assertions(IEnumerable<ExpectationResult> results) => Facet.Of(
        "1-0-1/DataQualityAssertionsDatasetFacet.json#/$defs/DataQualityAssertionsDatasetFacet",
        new() { ["assertions"] = new JsonArray([.. results.Select(Assertion)]) });

    private static JsonObject Metrics(FieldProfile field)
    {
        var metrics = new JsonObject { ["nullCount"] = field.Nulls + field.Absent, ["count"] = field.Count };
        // Of a sample, the number of different values says nothing of the whole.
        if (field.Sampled == field.Count)
            metrics["distinctCount"] = field.Distinct;
        foreach (var (name, value) in new[] { ("sum", field.Sum), ("min", field.Min), ("max", field.Max) })
        {
            if (value is { ValueKind: JsonValueKind.Number } number)
                metrics[name] = JsonNode.Parse(number.GetRawText());
        }

        return metrics;
    }

    private static JsonObject Assertion(ExpectationResult result)
    {
        var assertion = new JsonObject { ["assertion"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Type.ToString()), ["success"] = result.Passed };
        if (result.Field is { } field && !field.Contains(", ", StringComparison.Ordinal))
            assertion["column"] = field;
        return assertion;
    }
}
