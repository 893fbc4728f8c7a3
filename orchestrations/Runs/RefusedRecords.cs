using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>Turns what a destination refused, which is as the steps gave it, into the records as read, so that they can be replayed through the steps.</summary>
internal static class RefusedRecords
{
    // These give rows of their own: which record one came of, the row does not tell.
    private static readonly string[] RowMakers = ["record_splitting", "unpivot", "custom_function", "join"];

    /// <summary>As they came to the destination; of a run without steps that is as they were read.</summary>
    public static IReadOnlyList<RejectedRecord> AsDelivered(IReadOnlyList<RejectedRecord> refused, JsonElement steps, string destination) =>
        [.. refused.Select(record => Named(record, destination) with { AsRead = steps.GetArrayLength() == 0 })];

    /// <summary>As they were read: the source is repeatable, so it is read once more, which only a refusal costs.</summary>
    public static async Task<IReadOnlyList<RejectedRecord>> AsReadAsync(
        IReadOnlyList<RejectedRecord> refused, PreparedRun run, ReadRequest request, string destination, CancellationToken cancellationToken)
    {
        var steps = run.Definition.Transformations;
        if (refused.Count == 0 || steps.GetArrayLength() == 0 || MakesRows(steps))
            return AsDelivered(refused, steps, destination);
        var wanted = refused.Select(record => record.Ordinal).ToHashSet();
        var found = new Dictionary<long, byte[]>();
        await foreach (var piece in run.Source.ReadAsync(run.SourceConfig, request, cancellationToken))
        {
            using var batch = piece.Batch;
            for (var i = 0; i < batch.Count; i++)
            {
                var row = batch.RowAt(i);
                if (wanted.Remove(batch.FirstOrdinal + row))
                    found.Add(batch.FirstOrdinal + row, RecordJson.ToBytes(batch, row));
            }

            if (wanted.Count == 0)
                break;
        }

        return [.. refused.Select(record => Named(record, destination)).Select(record => found.TryGetValue(record.Ordinal, out var read) ? record with { Record = read } : record with { AsRead = false })];
    }

    private static RejectedRecord Named(RejectedRecord record, string destination) => destination == "destination"
        ? record
        : record with { Errors = [.. record.Errors.Select(error => StepCounts.IsDestination(error.Step) ? error with { Step = destination } : error)] };

    private static bool MakesRows(JsonElement steps) => steps.ValueKind switch
    {
        JsonValueKind.Array => steps.EnumerateArray().Any(MakesRows),
        JsonValueKind.Object => steps.EnumerateObject().Any(property =>
            property.Name == "type" && property.Value.ValueKind == JsonValueKind.String ? RowMakers.Contains(Names.Normalise(property.Value.GetString()!)) : MakesRows(property.Value)),
        _ => false,
    };
}
