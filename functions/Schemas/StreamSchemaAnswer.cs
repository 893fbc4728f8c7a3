using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Schemas;
using DataAggregator.Functions.Http;

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

    /// <summary>The answer for a stream of a pipeline; null for its first source.</summary>
    /// <exception cref="ApiException">There is no such stream.</exception>
    internal static async Task<StreamSchemaAnswer> OfAsync(ISchemaStore schemas, string pipelineId, PipelineDefinition definition, string? stream, CancellationToken cancellationToken)
    {
        stream ??= definition.Sources[0].Stream;
        var all = await schemas.ListAsync(pipelineId, MaxVersions, cancellationToken);
        var versions = all.Where(version => version.Stream == stream).ToList();
        var source = definition.Sources.FirstOrDefault(source => source.Stream == stream);
        // A connector that a step names is a source, too: it is known once it was read.
        if (source is null && versions.Count == 0)
        {
            var known = definition.Sources.Select(other => other.Stream).Union(all.Select(version => version.Stream), StringComparer.Ordinal);
            throw ApiException.Invalid([new("$.stream", $"'{stream}' is no source of this pipeline. There are: {string.Join(", ", known)}.")]);
        }

        return new(
            stream,
            source?.SchemaEvolution ?? definition.SchemaEvolution,
            versions.FirstOrDefault()?.Schema,
            versions.FirstOrDefault()?.Version ?? 0,
            [.. versions.Select(version => new SchemaVersionAnswer(version.Version, version.Schema, version.Changes, version.RunId, version.ChangedBy, version.CreatedAt))]);
    }
}
