using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Functions.Http;

namespace DataAggregator.Functions.States;

/// <summary>What a pipeline's source is called and how it is read, with connectors and parameters filled in.</summary>
public sealed class PipelineStreams(IRunDefinitions definitions, ConnectorCatalogue catalogue, TimeProvider time)
{
    /// <summary>The stream of a pipeline's source, with the defaults of its parameters, and its settings.</summary>
    /// <exception cref="ConnectorException">A parameter has no default (settings).</exception>
    internal async Task<(string Stream, IncrementalSettings? Settings)> FindAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        var definition = await definitions.LoadAsync(Probe(pipeline), cancellationToken);
        var source = definition.Sources[0];
        return (StreamName.Of(source, catalogue.Find(source.ConnectorType!)?.Spec), source.Incremental);
    }

    /// <summary>A full refresh into a destination that only adds would write every record again: nobody means that without saying so.</summary>
    /// <exception cref="ApiException">It would, and the request did not confirm it (422).</exception>
    internal async Task RefuseRepetitionAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.Reading is not { FullRefresh: true, Confirmed: false } || run.DryRun)
            return;
        var definition = await definitions.LoadAsync(run, cancellationToken);
        if (definition.Sources[0].Incremental is not null && definition.Destinations.Any(Repeats))
        {
            throw ApiException.Invalid(
            [
                new("$.full_refresh", "would append every record again: the destination only adds. Set its write_mode to replace, upsert or append_dedup, or send \"confirm\": true to append them all the same."),
            ]);
        }
    }

    private bool Repeats(Endpoint destination) => catalogue.Find(destination.ConnectorType!)?.Destination?.Traits(destination.Config).RepeatsRecords == true;

    private Run Probe(Pipeline pipeline) => new()
    {
        Id = "",
        Key = "",
        PipelineId = pipeline.Id,
        PipelineName = pipeline.Name,
        PipelineVersion = pipeline.Version,
        Status = RunStatus.Pending,
        Trigger = "api",
        Parameters = JsonSerializer.SerializeToElement(new Dictionary<string, string>()),
        LogicalTime = time.GetUtcNow(),
        CreatedAt = time.GetUtcNow(),
    };
}
