using System.Collections.Frozen;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Streams;
using DataAggregator.Formats;
using DataAggregator.Formats.Json;

namespace DataAggregator.Connectors.Streams;

/// <summary>Reads the events of a stream that a trigger gave to the run; in a run that no stream started, all that are kept.</summary>
/// <param name="streams">The events.</param>
/// <param name="runs">Knows what a run was given.</param>
public sealed class StreamSource(IEventStreamStore streams, IRunStore runs) : Source<StreamSource.Options>
{
    private const int EventsAtATime = 200;
    private const int Sample = 2000;

    /// <summary>The settings.</summary>
    public sealed record Options
    {
        /// <summary>The stream.</summary>
        [Description("The name of the stream.")]
        public required string Stream { get; init; }
    }

    /// <inheritdoc/>
    protected override void Validate(Options options, string path, Problems problems)
    {
        if (StreamNames.Wrong(options.Stream) is { } wrong)
            problems.Add($"{path}.stream", wrong);
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Check> CheckAsync(Options options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var kept = await streams.KeptAsync(options.Stream, cancellationToken).ConfigureAwait(false);
        yield return kept is null
            ? new Check("stream", false, $"No event was posted to '{options.Stream}' yet: POST one to /api/v1/streams/{options.Stream}/events.")
            : new Check("stream", true, $"{Quantity.Of(kept.To - kept.From, "event")} {(kept.To - kept.From == 1 ? "is" : "are")} kept.");
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<StreamDescriptor>> DiscoverAsync(Options options, CancellationToken cancellationToken)
    {
        var kept = await streams.KeptAsync(options.Stream, cancellationToken).ConfigureAwait(false) ?? new StreamRange(0, 0);
        return [new StreamDescriptor(options.Stream, await SchemaAsync(options.Stream, kept, null, cancellationToken).ConfigureAwait(false), [], [], kept.To - kept.From)];
    }

    /// <inheritdoc/>
    protected override async Task<SourcePlan> PlanAsync(Options options, PlanRequest request, CancellationToken cancellationToken)
    {
        var range = await RangeAsync(options.Stream, request.RunId, cancellationToken).ConfigureAwait(false);
        if (request.Limit is { } limit)
            range = range with { To = Math.Min(range.To, range.From + limit) };
        var schema = await SchemaAsync(options.Stream, range, request.DeclaredSchema, cancellationToken).ConfigureAwait(false);
        // An event never changes: those of a range are the same every time.
        return new SourcePlan(schema, range.From == range.To ? [] : [new SourcePartition(0, JsonSerializer.Serialize(range), 0, range.To - range.From)], Repeatable: true) { Origin = FieldOrigin.Carried };
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<SourceBatch> ReadAsync(Options options, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = JsonSerializer.Deserialize<StreamRange>(request.Partition.State)!;
        for (var from = request.Position is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : range.From; from < range.To; from += EventsAtATime)
        {
            var piece = new StreamRange(from, Math.Min(range.To, from + EventsAtATime));
            var events = await streams.ReadAsync(options.Stream, piece, EventsAtATime, cancellationToken).ConfigureAwait(false);
            if (events.Count < piece.To - piece.From)
                throw new ConnectorException(ErrorClass.Data, "source_changed", $"Events of the stream '{options.Stream}' that the run was given are not kept any more.", "Events are kept for a week: post them again.");
            using var text = Lines(events);
            var reading = new ReadOptions { Schema = request.Schema, Declared = Names(request.Schema), FirstOrdinal = from - range.From };
            await foreach (var batch in new JsonReader(JsonFraming.Lines, reading).ReadAsync(text, cancellationToken).ConfigureAwait(false))
                yield return batch with { Position = null };
            // Only here can a segment end: what was read of these events is complete.
            if (piece.To < range.To)
                yield return new SourceBatch(new RecordBatch(Schema.Empty, [], 0), piece.To.ToString(CultureInfo.InvariantCulture), [], 0);
        }
    }

    private static FrozenSet<string> Names(Schema schema) => schema.Select(field => field.Name).ToFrozenSet(StringComparer.Ordinal);

    private static MemoryStream Lines(IEnumerable<ReadOnlyMemory<byte>> events)
    {
        var text = new MemoryStream();
        foreach (var one in events)
        {
            text.Write(one.Span);
            text.WriteByte((byte)'\n');
        }

        text.Position = 0;
        return text;
    }

    private async Task<StreamRange> RangeAsync(string stream, string runId, CancellationToken cancellationToken)
    {
        var run = await runs.FindHeadAsync(runId, cancellationToken).ConfigureAwait(false);
        if (run is { Trigger: "stream" } && Given(run, "stream_from") is { } from && Given(run, "stream_to") is { } to)
            return new StreamRange(from, to);
        return await streams.KeptAsync(stream, cancellationToken).ConfigureAwait(false) ?? new StreamRange(0, 0);
    }

    private static long? Given(Run run, string name) =>
        run.Parameters.TryGetProperty(name, out var value) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;

    /// <summary>The fields of the first events, with the declared types.</summary>
    private async Task<Schema> SchemaAsync(string stream, StreamRange range, Schema? declared, CancellationToken cancellationToken)
    {
        var sample = await streams.ReadAsync(stream, range, Sample, cancellationToken).ConfigureAwait(false);
        var schema = declared ?? Schema.Empty;
        using var text = Lines(sample);
        var reading = new ReadOptions { Schema = declared, Declared = declared is null ? FrozenSet<string>.Empty : Names(declared), BatchRows = int.MaxValue, BatchBytes = int.MaxValue };
        await foreach (var batch in new JsonReader(JsonFraming.Lines, reading).ReadAsync(text, cancellationToken).ConfigureAwait(false))
        {
            using (batch.Batch)
                schema = batch.Batch.Schema;
        }

        return schema;
    }
}
