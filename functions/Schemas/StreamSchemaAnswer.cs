using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Schemas;

namespace DataAggregator.Functions.Schemas;

/// <summary>What is known of a stream's fields, and how it came to that.</summary>
/// <param name="Stream">The source's name, else its place in the definition.</param>
/// <param name="SchemaEvolution">What happens when it drifts.</param>
/// <param name="Current">The known fields; null until a run has succeeded.</param>
/// <param name="Version">The version of the known fields.</param>
/// <param name="History">The versions, newest first.</param>
public sealed record StreamSchemaAnswer(string Stream, SchemaEvolution SchemaEvolution, Schema? Current, int Version, IReadOnlyList<SchemaVersionAnswer> History)
{
    private const int MaxVersions = 100;

    /// <summary>The answer for the stream of a pipeline that drift is looked for in: its first source.</summary>
    internal static async Task<StreamSchemaAnswer> OfAsync(ISchemaStore schemas, string pipelineId, PipelineDefinition definition, CancellationToken cancellationToken)
    {
        var source = definition.Sources[0];
        var versions = (await schemas.ListAsync(pipelineId, MaxVersions, cancellationToken)).Where(version => version.Stream == source.Stream).ToList();
        return new(
            source.Stream,
            source.SchemaEvolution ?? definition.SchemaEvolution,
            versions.FirstOrDefault()?.Schema,
            versions.FirstOrDefault()?.Version ?? 0,
            [.. versions.Select(version => new SchemaVersionAnswer(version.Version, version.Schema, version.Changes, version.RunId, version.ChangedBy, version.CreatedAt))]);
    }
}
