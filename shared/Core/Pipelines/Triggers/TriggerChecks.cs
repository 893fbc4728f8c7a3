using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Schedules;
using DataAggregator.Core.Transformations;
using DataAggregator.Core.Triggers;

namespace DataAggregator.Core.Pipelines.Triggers;

/// <summary>Checks what triggers wait for, and what they give to runs.</summary>
internal sealed class TriggerChecks(ConnectorCatalogue catalogue, ITransformationCompiler compiler, IConnectorStore? connectors, IWatchedFiles? files)
{
    /// <summary>Adds a problem for every value that the pipeline has no use for.</summary>
    public static void CheckParameters(PipelineDefinition definition, JsonElement document, Problems problems)
    {
        for (var i = 0; i < definition.Triggers.Count; i++)
        {
            ParameterNames.Check(definition.Triggers[i].Parameters.Keys, document, $"$.triggers[{i}].parameters", problems);
            var mapped = definition.Triggers[i] switch { WebhookTrigger webhook => webhook.Map, EventTrigger told => told.Map, _ => new Dictionary<string, string>() };
            ParameterNames.Check(mapped.Keys, document, $"$.triggers[{i}].map", problems);
        }
    }

    /// <summary>Warns where runs that a stream starts are not broken off as others are.</summary>
    public static void CheckOverlap(PipelineDefinition definition, Problems problems)
    {
        if (definition.Triggers.Any(trigger => trigger is StreamTrigger) && (definition.Overlap ?? definition.Schedule?.Overlap) == RunOverlap.CancelPrevious)
            problems.Warn(definition.Overlap is null ? "$.schedule.overlap" : "$.overlap", "'cancel_previous' does not break off runs that a stream has started, as no other run gets their events: they are waited for.");
    }

    /// <summary>Adds every problem of conditions and of files.</summary>
    public async Task CheckAsync(PipelineDefinition definition, Problems problems, CancellationToken cancellationToken)
    {
        for (var i = 0; i < definition.Triggers.Count; i++)
        {
            if (definition.Triggers[i] is EventTrigger { Condition: { } condition })
                EventCondition.Check(compiler, condition, $"$.triggers[{i}].condition", problems);
            else if (definition.Triggers[i] is FileTrigger trigger)
                await CheckFilesAsync(trigger, $"$.triggers[{i}]", problems, cancellationToken);
        }
    }

    private async Task CheckFilesAsync(FileTrigger trigger, string path, Problems problems, CancellationToken cancellationToken)
    {
        if (trigger.ConnectorId is not { } id)
        {
            files?.Check(trigger.Path, $"{path}.path", problems);
            return;
        }

        if (connectors is null)
            return;
        if (await connectors.FindAsync(id, cancellationToken) is not { } connector)
            problems.Add($"{path}.connector_id", $"there is no connector with the id '{id}'.");
        else if (catalogue.Find(connector.ConnectorType)?.Spec.Type != "file")
            problems.Add($"{path}.connector_id", $"'{connector.Name}' is of the type '{connector.ConnectorType}', but only files of connectors of the type 'file' can be watched.");
        else
            files?.Check(FileTriggerPath.Of(trigger, connector), $"{path}.path", problems);
    }
}
