using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Quality;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Lineage;

/// <summary>A run as the events of OpenLineage 2-0-2: <c>START</c>, and once it has ended <c>COMPLETE</c>, <c>FAIL</c> or <c>ABORT</c>. The same run gives the same events.</summary>
/// <param name="run">The run.</param>
/// <param name="definition">What it carried out.</param>
/// <param name="plan">Its plan; null where it did not come so far.</param>
/// <param name="graph">Where its fields come from.</param>
/// <param name="quality">What its records were like; null where nothing is known.</param>
/// <param name="nameOf">What an endpoint reads or writes is called.</param>
internal sealed class OpenLineageEvents(Run run, PipelineDefinition definition, RunPlan? plan, LineageGraph graph, RunQuality? quality, Func<Endpoint, DatasetName> nameOf)
{
    private const string SchemaUrl = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
    private const string JobNamespace = "dataaggregator";

    /// <summary>The events so far, in order.</summary>
    public IReadOnlyList<JsonObject> All()
    {
        List<JsonObject> events = [Event("START", run.StartedAt ?? run.CreatedAt, isLast: false)];
        if (run.Status.IsTerminal())
            events.Add(Event(EndType(run.Status), run.EndedAt ?? run.CreatedAt, isLast: true));
        return events;
    }

    private static string EndType(RunStatus status) => status switch
    {
        RunStatus.Failed => "FAIL",
        RunStatus.Cancelled => "ABORT",
        _ => "COMPLETE",
    };

    private JsonObject Event(string type, DateTimeOffset at, bool isLast) => new()
    {
        ["eventType"] = type,
        ["eventTime"] = at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        ["producer"] = Facet.Producer,
        ["schemaURL"] = SchemaUrl,
        ["run"] = new JsonObject { ["runId"] = Guid.Parse(run.Id).ToString("D"), ["facets"] = RunFacets(isLast) },
        ["job"] = new JsonObject
        {
            ["namespace"] = JobNamespace,
            ["name"] = run.PipelineName,
            ["facets"] = new JsonObject
            {
                ["jobType"] = Facet.Of("2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet", new() { ["processingType"] = "BATCH", ["integration"] = "DATA_AGGREGATOR", ["jobType"] = "PIPELINE" }),
            },
        },
        ["inputs"] = new JsonArray([.. definition.Sources.Select(Input)]),
        ["outputs"] = new JsonArray([.. definition.Destinations.Select((destination, number) => Output(destination, number, isLast))]),
    };

    private JsonObject RunFacets(bool isLast)
    {
        var facets = new JsonObject
        {
            ["nominalTime"] = Facet.Of(
                "1-0-1/NominalTimeRunFacet.json#/$defs/NominalTimeRunFacet",
                new() { ["nominalStartTime"] = run.LogicalTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) }),
        };
        if (isLast && run.Error is { } error)
        {
            facets["errorMessage"] = Facet.Of(
                "1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet", new() { ["message"] = $"{error.Code}: {error.Message}", ["programmingLanguage"] = "C#" });
        }

        return facets;
    }

    private JsonNode Input(Endpoint source, int number)
    {
        var fields = number == 0 ? plan?.Source.Schema : plan?.NamedInputs.FirstOrDefault(input => input.Name == source.Name)?.Schema;
        var dataset = Dataset(source);
        if ((fields ?? source.DeclaredSchema) is { } schema)
            dataset["facets"] = new JsonObject { ["schema"] = Facet.Schema(schema.Select(field => (field.Name, JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Type.ToString())))) };
        return dataset;
    }

    private JsonNode Output(Endpoint destination, int number, bool isLast)
    {
        var dataset = Dataset(destination);
        var facets = new JsonObject { ["columnLineage"] = ColumnLineageFacet.Of(graph, NamesOfSources()) };
        if (plan is not null)
            facets["schema"] = Facet.Schema(plan.OutputSchema.Select(field => (field.Name, JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Type.ToString()))));
        if (isLast && quality is not null)
        {
            facets["dataQualityMetrics"] = QualityFacets.Metrics(quality.Profile);
            if (quality.Expectations.Count > 0)
                facets["dataQualityAssertions"] = QualityFacets.Assertions(quality.Expectations);
        }

        dataset["facets"] = facets;
        var step = definition.Destinations.Count == 1 ? "destination" : $"destinations[{number}]";
        if (isLast && run.Steps.FirstOrDefault(counts => counts.Name == step) is { } books)
        {
            dataset["outputFacets"] = new JsonObject
            {
                ["outputStatistics"] = Facet.Of("1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet", new() { ["rowCount"] = books.Out }),
            };
        }

        return dataset;
    }

    private JsonObject Dataset(Endpoint endpoint)
    {
        var name = nameOf(endpoint);
        return new JsonObject { ["namespace"] = name.Namespace, ["name"] = name.Name };
    }

    private Dictionary<string, DatasetName> NamesOfSources() => definition.Sources
        .Select((source, number) => (Node: number == 0 ? "source" : $"source:{source.Name}", Name: nameOf(source)))
        .ToDictionary(source => source.Node, source => source.Name, StringComparer.Ordinal);
}
