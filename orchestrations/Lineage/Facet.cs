using System.Text.Json.Nodes;

namespace DataAggregator.Orchestrations.Lineage;

/// <summary>What the facets of OpenLineage have in common.</summary>
internal static class Facet
{
    /// <summary>Who tells it.</summary>
    public const string Producer = "urn:dataaggregator:platform";

    /// <summary>A facet with who tells it, and the version of its schema.</summary>
    public static JsonObject Of(string schema, JsonObject content)
    {
        content["_producer"] = Producer;
        content["_schemaURL"] = $"https://openlineage.io/spec/facets/{schema}";
        return content;
    }

    /// <summary>The facet of a dataset's fields.</summary>
    public static JsonObject Schema(IEnumerable<(string Name, string Type)> fields) => Of(
        "1-1-1/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet",
        new() { ["fields"] = new JsonArray([.. fields.Select(field => new JsonObject { ["name"] = field.Name, ["type"] = field.Type })]) });
}
