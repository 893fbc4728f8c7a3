using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Runs;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>What a run does that replays: the pipeline's steps and destinations, over dead letters in place of its source.</summary>
internal static class ReplayDefinition
{
    private const string Source = "dead_letters";

    /// <summary>The pipeline's definition as a replay carries it out.</summary>
    public static PipelineDefinition Of(PipelineDefinition definition, Replay replay, string runId)
    {
        var letters = new Endpoint { Name = Source, ConnectorType = Source, Config = JsonSerializer.SerializeToElement(new { run_id = runId }), Path = "$.source" };
        return definition with
        {
            Sources = replay.AsRead ? [letters, .. definition.Sources.Skip(1)] : [letters],
            // Records that a destination refused have been through the steps.
            Transformations = replay.AsRead ? definition.Transformations : JsonSerializer.SerializeToElement(new JsonArray()),
            Destinations = [.. definition.Destinations.Select(Adding)],
            // A few records say nothing about the whole that these are about.
            ErrorHandling = definition.ErrorHandling with { MaxErrors = null },
            Validation = new(),
            Profile = ProfileMode.Off,
            SchemaEvolution = SchemaEvolution.Evolve,
        };
    }

    /// <summary>A destination that is replaced by a run is added to by a replay, which has only a few of its records.</summary>
    private static Endpoint Adding(Endpoint destination)
    {
        if (!destination.Config.TryGetProperty("write_mode", out var mode) || !string.Equals(mode.ToString(), "replace", StringComparison.OrdinalIgnoreCase))
            return destination;
        var config = JsonObject.Create(destination.Config)!;
        config["write_mode"] = "append";
        return destination with { Config = JsonSerializer.SerializeToElement(config) };
    }
}
