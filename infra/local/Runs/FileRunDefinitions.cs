using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;

namespace DataAggregator.Local.Runs;

/// <summary>
/// The definitions of <c>run FILE</c>'s runs. Each run keeps the one it began with, as it was written: what <c>${name}</c> stands for may be a
/// secret, is never stored, and is looked up again when a run that was cut off goes on.
/// </summary>
internal sealed class FileRunDefinitions(RunFolder folder, PlaceholderValues values) : IRunDefinitions
{
    /// <summary>Keeps what a run is to do.</summary>
    public void Keep(string runId, JsonElement document) =>
        PrivateFiles.Write(folder.DefinitionOf(runId), new JsonObject { ["given"] = values.Digest, ["document"] = JsonNode.Parse(document.GetRawText()) }.ToJsonString());

    /// <summary>Whether a run was to do exactly this, with the same values.</summary>
    public bool IsKept(string runId, JsonElement document)
    {
        if (!File.Exists(folder.DefinitionOf(runId)))
            return false;
        using var kept = JsonDocument.Parse(File.ReadAllText(folder.DefinitionOf(runId)));
        return kept.RootElement.GetProperty("given").GetString() == values.Digest && JsonElement.DeepEquals(kept.RootElement.GetProperty("document"), document);
    }

    /// <inheritdoc/>
    public async Task<PipelineDefinition> LoadAsync(Run run, CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.DefinitionOf(run.Id)))
            throw new ConnectorException(ErrorClass.Settings, "definition_lost", $"The definition of run {run.Id} is gone from the data directory.", "Run the file again.");
        await using var file = File.OpenRead(folder.DefinitionOf(run.Id));
        using var kept = await JsonDocument.ParseAsync(file, default, cancellationToken);
        return ParameterValues.Fill(kept.RootElement.GetProperty("document"), values.Given, Environment.GetEnvironmentVariable);
    }
}
