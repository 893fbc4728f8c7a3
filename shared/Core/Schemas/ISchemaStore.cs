using DataAggregator.Core.Records;

namespace DataAggregator.Core.Schemas;

/// <summary>What is known of the fields of streams, and what runs saw of them. One conformance suite holds for every implementation.</summary>
public interface ISchemaStore
{
    /// <summary>What is known of a stream; null before the first run that succeeded, or once it was forgotten.</summary>
    Task<StreamSchema?> FindAsync(string pipelineId, string stream, CancellationToken cancellationToken);

    /// <summary>The versions of all streams of a pipeline, newest first.</summary>
    Task<IReadOnlyList<StreamSchema>> ListAsync(string pipelineId, int limit, CancellationToken cancellationToken);

    /// <summary>Makes <paramref name="schema"/> the known one, as a new version; nothing when it is already. Null forgets what is known.</summary>
    Task SaveAsync(string pipelineId, string stream, Schema? schema, string? runId, string? changedBy, CancellationToken cancellationToken);

    /// <summary>Notes the fields that a run saw in a stream; again, it has no effect.</summary>
    Task ObserveAsync(string runId, string stream, Schema schema, CancellationToken cancellationToken);

    /// <summary>The fields that a run saw in a stream, in all its batches; null when it read none.</summary>
    Task<Schema?> ObservedAsync(string runId, string stream, CancellationToken cancellationToken);

    /// <summary>Records drifts of a run, each once a stream, field and kind.</summary>
    /// <returns>Those that were not recorded before.</returns>
    Task<IReadOnlyList<SchemaDrift>> RecordAsync(string runId, IReadOnlyList<SchemaDrift> drifts, CancellationToken cancellationToken);

    /// <summary>The drifts of a run, in the order in which they were recorded.</summary>
    Task<IReadOnlyList<SchemaDrift>> DriftsAsync(string runId, CancellationToken cancellationToken);
}
