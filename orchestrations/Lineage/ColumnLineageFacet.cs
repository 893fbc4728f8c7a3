using System.Text.Json.Nodes;
using DataAggregator.Core.Lineage;

namespace DataAggregator.Orchestrations.Lineage;

/// <summary>Where the fields of a dataset come from, as a facet of OpenLineage.</summary>
internal static class ColumnLineageFacet
{
    /// <summary>The facet; fields that decide about records stand beside the fields as inputs of the whole dataset.</summary>
    public static JsonObject Of(LineageGraph graph, IReadOnlyDictionary<string, DatasetName> sources)
    {
        var fields = new JsonObject();
        foreach (var column in graph.Columns)
            fields[column.Field] = new JsonObject { ["inputFields"] = new JsonArray([.. column.Origins.Select(origin => Input(sources[origin.Source], origin.Field, Direct(origin.Kind)))]) };
        var decisive = graph.Influences.Select(influence => Input(sources[influence.Source], influence.Field, ("INDIRECT", Indirect(influence.Kind))));
        return Facet.Of("1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet", new() { ["fields"] = fields, ["dataset"] = new JsonArray([.. decisive]) });
    }

    private static JsonObject Input(DatasetName dataset, string field, (string Type, string Subtype) how) => new()
    {
        ["namespace"] = dataset.Namespace,
        ["name"] = dataset.Name,
        ["field"] = field,
        ["transformations"] = new JsonArray(new JsonObject { ["type"] = how.Type, ["subtype"] = how.Subtype, ["description"] = "", ["masking"] = false }),
    };

    private static (string Type, string Subtype) Direct(LineageKind kind) => kind switch
    {
        LineageKind.Copied or LineageKind.Renamed or LineageKind.Joined => ("DIRECT", "IDENTITY"),
        LineageKind.Aggregated => ("DIRECT", "AGGREGATION"),
        _ => ("DIRECT", "TRANSFORMATION"),
    };

    private static string Indirect(InfluenceKind kind) => kind switch
    {
        InfluenceKind.Join => "JOIN",
        InfluenceKind.GroupBy => "GROUP_BY",
        InfluenceKind.Sort => "SORT",
        InfluenceKind.Window => "WINDOW",
        InfluenceKind.Condition => "CONDITIONAL",
        _ => "FILTER",
    };
}
