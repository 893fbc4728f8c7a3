using System.Globalization;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Schemas;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>
/// Holds the batches of a source against what is known of its fields. A batch with the fields of the one before costs one comparison;
/// only in a batch that drifts are records looked at.
/// </summary>
/// <param name="expected">What is known; null in the first run, which takes what comes.</param>
/// <param name="planned">The fields that the plan reads by.</param>
internal sealed class SchemaGate(SchemaExpectation? expected, Schema planned)
{
    private readonly Dictionary<(string Field, SchemaChangeKind Kind), SchemaDrift> drifts = [];
    private Schema? judged;
    private IReadOnlyList<SchemaDrift> drift = [];

    /// <summary>The fields of all batches so far that the plan did not know, or knew of another type; null when it knew all.</summary>
    public Schema? Beyond { get; private set; }

    /// <summary>The drifts met so far, each field and kind once.</summary>
    public IReadOnlyList<SchemaDrift> Drifts => [.. drifts.Values];

    /// <summary>The records of a batch that may go on, without the fields that are to be left out; the others are added to <paramref name="rejected"/>.</summary>
    /// <exception cref="ConnectorException">The policy is to reject (class data, <c>schema_drift</c>).</exception>
    public RecordBatch Pass(RecordBatch batch, List<RejectedRecord> rejected)
    {
        if (!batch.Schema.Equals(judged))
            Judge(batch.Schema);
        if (drift.Count == 0)
            return batch.Share();
        if (expected!.Policy == SchemaEvolution.Reject && drift.FirstOrDefault(found => found.Action == SchemaDriftAction.RunFailed) is { } fatal)
            throw Refusal(fatal);
        var next = Quarantine(batch, rejected);
        foreach (var found in drift.Where(found => found.Change.After is not null))
            next = Conform(next, found);
        return next;
    }

    /// <summary>What a run with a drift that its policy rejects fails with.</summary>
    public static ConnectorException Refusal(SchemaDrift drift) => new(
        ErrorClass.Data,
        "schema_drift",
        $"The schema of '{drift.Stream}' has drifted: {Describe(drift.Change)}. The policy is to reject.",
        "Accept what the run saw (PUT /pipelines/{id}/schema with its run_id), or set schema_evolution to evolve, freeze or quarantine.");

    /// <summary>A drift in words.</summary>
    public static string Describe(SchemaChange change) => change.Kind switch
    {
        SchemaChangeKind.New => $"field '{change.Field}' ({DeclaredSchema.NameOf(change.After!.Type)}) is new",
        SchemaChangeKind.Missing => $"field '{change.Field}' ({DeclaredSchema.NameOf(change.Before!.Type)}) is missing{(change.RenamedTo is { } name ? $", perhaps renamed to '{name}'" : "")}",
        _ => $"field '{change.Field}' was {DeclaredSchema.NameOf(change.Before!.Type)} and is {DeclaredSchema.NameOf(change.After!.Type)}",
    };

    private void Judge(Schema schema)
    {
        judged = schema;
        var beyond = schema.Where(field => planned.Find(field.Name)?.Type != field.Type).ToList();
        if (beyond.Count > 0)
            Beyond = Beyond is null ? new Schema(beyond) : Beyond.Union(new Schema(beyond));
        // One of several files may lack what others have: only what the plan lacks is missing.
        drift = [.. (expected?.Judge(schema, isComplete: false) ?? []).Where(found => found.Change.After is not null || planned.IndexOf(found.Change.Field) < 0)];
        foreach (var found in drift)
            drifts.TryAdd((found.Change.Field, found.Change.Kind), found);
    }

    /// <summary>Takes out the records that drift: with a value in a field that is new or of another type, or without a field that is missing.</summary>
    private RecordBatch Quarantine(RecordBatch batch, List<RejectedRecord> rejected)
    {
        var checks = drift.Where(RejectsRecords).ToList();
        if (checks.Count == 0)
            return batch.Share();
        var kept = new List<int>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.RowAt(i);
            var errors = checks.Where(found => found.Change.After is null || batch.Find(found.Change.Field)!.IsPresent(row)).Select(Error).ToList();
            if (errors.Count == 0)
                kept.Add(row);
            else
                rejected.Add(new RejectedRecord(batch.Partition, batch.FirstOrdinal + row, RecordJson.ToBytes(batch, row), errors));
        }

        return batch.Select([.. kept]);
    }

    private static bool RejectsRecords(SchemaDrift found) => found.Action == SchemaDriftAction.RecordsRejected
        || (found.Action == SchemaDriftAction.TypeKept && found.Change.Kind != SchemaChangeKind.Narrowed);

    private static RecordError Error(SchemaDrift found) => new(
        "source", found.Change.Field, "schema_evolution", "schema_drift", string.Create(CultureInfo.InvariantCulture, $"The schema has drifted: {Describe(found.Change)}."));

    /// <summary>Leaves a new field out; a field of another type, which no record that is left has a value in, gets its known type.</summary>
    private RecordBatch Conform(RecordBatch batch, SchemaDrift found)
    {
        var index = batch.Schema.IndexOf(found.Change.Field);
        RecordBatch next;
        if (expected!.LeavesOut(found.Change.After!))
            next = batch.RemoveAt(index);
        else if (RejectsRecords(found))
            next = batch.Replace(index, found.Change.Before!, Nulls(found.Change.Before!.Type, batch.RowCount));
        else
            return batch;
        batch.Dispose();
        return next;
    }

    private static Column Nulls(DataType type, int rows)
    {
        var builder = ColumnBuilder.For(type, rows);
        for (var i = 0; i < rows; i++)
            builder.AppendNull();
        return builder.Build();
    }
}
