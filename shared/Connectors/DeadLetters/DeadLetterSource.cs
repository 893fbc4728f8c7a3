using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Formats;
using DataAggregator.Formats.Json;

namespace DataAggregator.Connectors.DeadLetters;

/// <summary>Reads the dead letters that a run claimed, as users mended them, with the types that their own run had; a record's ordinal is its number in the replay.</summary>
/// <param name="letters">Where they are.</param>
/// <param name="runs">Knows the plan of their own run.</param>
public sealed class DeadLetterSource(IDeadLetterStore letters, IRunStore runs) : IReplaySource
{
    private const int LettersAtATime = 500;

    void ISource.Validate(JsonElement config, string path, Problems problems)
    {
    }

    IAsyncEnumerable<Check> ISource.CheckAsync(JsonElement config, CancellationToken cancellationToken) => AsyncEnumerable.Empty<Check>();

    Task<IReadOnlyList<StreamDescriptor>> ISource.DiscoverAsync(JsonElement config, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StreamDescriptor>>([]);

    async Task<SourcePlan> ISource.PlanAsync(JsonElement config, PlanRequest request, CancellationToken cancellationToken)
    {
        var replay = await letters.FindReplayAsync(request.RunId, cancellationToken).ConfigureAwait(false)
            ?? throw new ConnectorException(ErrorClass.Settings, "not_found", "The dead letters that the run was to replay are gone.");
        var plan = await runs.FindPlanAsync(replay.OriginRunId, cancellationToken).ConfigureAwait(false);
        var schema = replay.AsRead ? plan?.Source.Schema : plan?.OutputSchema;
        // What the users mended are the same records every time: nobody can change them while the run has them.
        return new SourcePlan(schema ?? Schema.Empty, [new SourcePartition(0, request.RunId, 0, replay.Records)], Repeatable: true) { Origin = FieldOrigin.Carried };
    }

    async IAsyncEnumerable<SourceBatch> ISource.ReadAsync(JsonElement config, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = request.Partition.Records ?? 0;
        for (var from = request.Position is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : 0; from < end; from += LettersAtATime)
        {
            var next = from + LettersAtATime < end ? (from + LettersAtATime).ToString(CultureInfo.InvariantCulture) : null;
            var claimed = await letters.ReadClaimedAsync(request.Partition.State, from, LettersAtATime, cancellationToken).ConfigureAwait(false);
            foreach (var run in Successive(claimed))
            {
                await foreach (var batch in ReadAsync(run, request.Schema, cancellationToken).ConfigureAwait(false))
                    yield return batch;
            }

            // Only here can a segment end: what was read of these letters is complete.
            if (next is not null)
                yield return new SourceBatch(new RecordBatch(Schema.Empty, [], 0), next, [], 0);
        }
    }

    /// <summary>Parts of one number after the other; a record that could not even be parsed stands alone.</summary>
    private static IEnumerable<List<(long Number, DeadLetter Letter)>> Successive(IReadOnlyList<(long Number, DeadLetter Letter)> claimed)
    {
        var run = new List<(long Number, DeadLetter Letter)>();
        foreach (var letter in claimed)
        {
            if (run.Count > 0 && (run[^1].Number + 1 != letter.Number || IsRaw(run[^1].Letter) || IsRaw(letter.Letter)))
            {
                yield return run;
                run = [];
            }

            run.Add(letter);
        }

        if (run.Count > 0)
            yield return run;
    }

    private static bool IsRaw(DeadLetter letter)
    {
        if (letter.Edited is not null)
            return false;
        using var record = JsonDocument.Parse(letter.Rejected.Record, new JsonDocumentOptions { MaxDepth = RecordJson.MaxDepth });
        return record.RootElement.ValueKind == JsonValueKind.Object && record.RootElement.GetPropertyCount() == 1 && record.RootElement.TryGetProperty("raw", out _);
    }

    private static async IAsyncEnumerable<SourceBatch> ReadAsync(List<(long Number, DeadLetter Letter)> run, Schema schema, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (IsRaw(run[0].Letter))
        {
            var error = new RecordError("source", null, "replay", "not_an_object", "The record could not be read: edit it, giving its fields as an object, and replay it again.");
            yield return new SourceBatch(new RecordBatch(schema, [.. schema.Select(field => ColumnBuilder.For(field.Type).Build())], 0), null, [new RejectedRecord(0, run[0].Number, run[0].Letter.Rejected.Record, [error])], 0);
            yield break;
        }

        using var text = new MemoryStream();
        foreach (var (_, letter) in run)
        {
            await using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { MaxDepth = RecordJson.MaxDepth }))
                RecordJson.Parse(letter.Current).WriteTo(json);
            text.WriteByte((byte)'\n');
        }

        text.Position = 0;
        // Sources such as CSV reject records as texts: what says the value in another way is taken.
        var options = new ReadOptions { MaxDepth = RecordJson.MaxDepth, Schema = schema, Declared = schema.Select(field => field.Name).ToHashSet(StringComparer.Ordinal), FirstOrdinal = run[0].Number };
        await foreach (var batch in new JsonReader(JsonFraming.Lines, options).ReadAsync(text, cancellationToken).ConfigureAwait(false))
            yield return batch with { Position = null };
    }
}
