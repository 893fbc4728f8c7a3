using DataAggregator.Core.Pipelines;

namespace DataAggregator.Core.Schemas;

/// <summary>A drift that a run met: recorded once a run, stream, field and kind.</summary>
/// <param name="Stream">The stream: the source's name, else its place in the definition.</param>
/// <param name="Change">What differs.</param>
/// <param name="Policy">The policy that held.</param>
/// <param name="Action">What was done about it.</param>
public sealed record SchemaDrift(string Stream, SchemaChange Change, SchemaEvolution Policy, SchemaDriftAction Action)
{
    /// <summary>The drift with what its policy does about it.</summary>
    public static SchemaDrift Of(string stream, SchemaChange change, SchemaEvolution policy) => new(stream, change, policy, (change.Kind, policy) switch
    {
        // Every value of the narrower type is one of the known type: nothing is lost by any policy.
        (SchemaChangeKind.Narrowed, _) => SchemaDriftAction.TypeKept,
        (_, SchemaEvolution.Reject) => SchemaDriftAction.RunFailed,
        (SchemaChangeKind.Missing, SchemaEvolution.Quarantine) => SchemaDriftAction.RecordsRejected,
        (SchemaChangeKind.Missing, _) => SchemaDriftAction.LeftEmpty,
        (_, SchemaEvolution.Quarantine) => SchemaDriftAction.RecordsRejected,
        (SchemaChangeKind.New, SchemaEvolution.Freeze) => SchemaDriftAction.LeftOut,
        (SchemaChangeKind.New, _) => SchemaDriftAction.Added,
        (_, SchemaEvolution.Freeze) => SchemaDriftAction.TypeKept,
        _ => SchemaDriftAction.TypeTaken,
    });

    /// <summary>Whether the run is to end as a warning: a narrower type changes nothing of what is delivered.</summary>
    public bool Warns => Change.Kind != SchemaChangeKind.Narrowed;
}
