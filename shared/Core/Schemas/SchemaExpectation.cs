using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Schemas;

/// <summary>What is known of a stream, and what is to happen where it is read differently.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Known">Its known fields.</param>
/// <param name="Policy">What happens about drift.</param>
/// <param name="Origin">Where the source has its fields from.</param>
public sealed record SchemaExpectation(string Stream, Schema Known, SchemaEvolution Policy, FieldOrigin Origin)
{
    /// <summary>The drifts of fields that were seen. Where records carry their own fields, that one is missing only shows at the end.</summary>
    public IReadOnlyList<SchemaDrift> Judge(Schema seen, bool isComplete) => seen.Count == 0 ? [] :
    [
        .. SchemaDiff.Between(Known, seen)
            .Where(change => change.Kind != SchemaChangeKind.Missing || isComplete || Origin != FieldOrigin.Carried)
            .Where(change => !IsText(change))
            .Select(change => SchemaDrift.Of(Stream, change, Policy)),
    ];

    /// <summary>
    /// The types to read by, for fields that a sample gave these: a known type stays unless it is to evolve, so that a value without it
    /// rejects its record. A database's own types cannot be chosen.
    /// </summary>
    public Schema ToRead(Schema seen) => Origin == FieldOrigin.Declared ? seen : new Schema(seen.Select(field => Keeps(field) ? field with { Type = Known.Find(field.Name)!.Type } : field));

    /// <summary>The fields to deliver of those read.</summary>
    public Schema ToDeliver(Schema read) => new(read.Where(field => !LeavesOut(field)).Select(field => Keeps(field) ? field with { Type = Known.Find(field.Name)!.Type } : field)
        .Select(field => IsFrozen && Known.Find(field.Name) is { } known ? field with { SourceType = known.SourceType } : field));

    private bool IsFrozen => Policy is SchemaEvolution.Freeze or SchemaEvolution.Quarantine;

    /// <summary>Whether the field is new and not to be delivered.</summary>
    public bool LeavesOut(Field field) => IsFrozen && Known.IndexOf(field.Name) < 0;

    /// <summary>Whether the field stays of its known type though it was seen with another.</summary>
    private bool Keeps(Field field) => SchemaDiff.Of(Known, field) is { } change && (IsText(change) || Keeps(change));

    private bool Keeps(SchemaChange change) => change.Kind switch
    {
        SchemaChangeKind.New => false,
        SchemaChangeKind.Narrowed => Origin != FieldOrigin.Declared,
        _ => IsFrozen,
    };

    /// <summary>Whether a field of texts only happens to hold nothing but numbers or dates today, where everything is text: it stays what it is.</summary>
    private bool IsText(SchemaChange change) => Origin == FieldOrigin.Sampled && change is { Before.Type: DataType.String, After: not null };

    /// <summary>What is known once a run that saw <paramref name="seen"/> has succeeded.</summary>
    public Schema Learn(Schema seen, IReadOnlyCollection<string> missing)
    {
        if (Policy != SchemaEvolution.Evolve)
            return Known;
        var kept = Known.Where(field => !missing.Contains(field.Name)).Select(field => seen.Find(field.Name) is { } same ? Wider(field, same) : field);
        return new Schema([.. kept, .. seen.Where(field => Known.IndexOf(field.Name) < 0)]);
    }

    private Field Wider(Field known, Field seen) => Keeps(seen) || SchemaDiff.KindOf(known.Type, seen.Type) == SchemaChangeKind.Narrowed ? known : seen;
}
