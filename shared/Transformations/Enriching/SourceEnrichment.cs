using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Enriching;

/// <summary>Adds to each record what another source has for one of its values, asking for many values at a time. Values are compared as the source compares them.</summary>
internal sealed class SourceEnrichment : Enrichment, IInputStep
{
    // Enough that a request is worth its way, and that none is heavy.
    private const int KeysARequest = 500;

    private readonly Scratch scratch = new();
    private FieldPath asked = FieldPath.Parse("");
    private NamedInput? input;
    private ISourceLookups? lookups;

    public string InputName => Bound.Source!;

    public string? InputStream => Bound.Stream;

    public bool GivesItsFields => false;

    public bool IsAsked => true;

    protected override IReadOnlyList<FieldPath> Asked => [asked];

    protected override string Unknown => $"the source '{Bound.Source}' has nothing for this value.";

    private string KeyField => Bound.KeyField ?? Bound.FieldName!;

    public void Connect(NamedInput source, string path, Problems problems)
    {
        input = source;
        if (source.Schema is not { } schema)
            return;
        FieldPath.Parse(KeyField).Find(schema, $"{path}.{(Bound.KeyField is null ? "field_name" : "key_field")}", problems);
        for (var i = 0; i < Bound.IncludedFields.Count; i++)
            FieldPath.Parse(Bound.IncludedFields[i]).Find(schema, $"{path}.included_fields[{i}]", problems);
    }

    public override async ValueTask PrepareAsync(TransformationResources resources, CancellationToken cancellationToken)
    {
        await ShareAnswersAsync(resources, cancellationToken).ConfigureAwait(false);
        lookups = resources.Lookups ?? new InputLookups(resources.Inputs);
    }

    protected override void PrepareQuestion(EnrichmentOptions options, string path, Problems problems)
    {
        foreach (var (setting, isGiven) in new[] { ("url", options.Url is not null), ("headers", options.Headers is not null), ("data_path", options.DataPath is not null) })
        {
            if (isGiven)
                problems.Add($"{path}.{setting}", "does not go with source, which is asked in its own way.");
        }

        if (options.FieldName is null)
            problems.Add($"{path}.field_name", "is required with source: the field of the record whose value is asked for.");
        asked = FieldPath.Parse(options.FieldName ?? "");
    }

    protected override FieldPath PathOf(string name) => FieldPath.Parse($"answer[\"{name}\"]");

    protected override void Trace(EnrichmentOptions options, LineageTrace trace)
    {
        for (var i = 0; i < options.IncludedFields.Count; i++)
            trace.Made(NameOf(i), LineageKind.Joined, [new LineageField(options.Source, options.IncludedFields[i]), new LineageField(null, asked.RootIn(trace.Input))]);
        trace.Decides(InfluenceKind.Join, asked);
        trace.Decides(InfluenceKind.Join, new LineageField(options.Source, KeyField));
    }

    protected override string?[] Questions(RecordBatch batch)
    {
        int[] rows = [.. Enumerable.Range(0, batch.Count).Select(batch.RowAt)];
        var values = asked.Read(batch, rows);
        var result = new string?[batch.RowCount];
        Span<byte> room = stackalloc byte[ValueText.Room];
        foreach (var row in rows)
        {
            var value = Value.At(values, row, scratch);
            result[row] = value.Kind is ValueKind.Absent or ValueKind.Null ? null : Encoding.UTF8.GetString(ValueText.Of(value, room));
        }

        values.Release();
        return result;
    }

    protected override async Task AskAsync(IReadOnlyList<string> questions, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Bound.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(questions.Chunk(KeysARequest), parallel, async (keys, token) => await LookUpAsync(keys, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task LookUpAsync(string[] keys, CancellationToken cancellationToken)
    {
        var request = new LookupRequest(KeyField, keys, Bound.IncludedFields);
        try
        {
            var found = await lookups!.LookUpAsync(
                new RecordLookup(input!.Name, request, TimeSpan.FromSeconds(Bound.Timeout), Bound.RetryAttempts, Bound.RateLimit), cancellationToken).ConfigureAwait(false);
            foreach (var key in keys)
                Keep(key, EnrichmentAnswer.Read(found.TryGetValue(key, out var json) ? json : (ReadOnlyMemory<byte>?)null, Bound.Source!));
        }
        catch (ConnectorException failure) when (Bound.OnError != OnFailedEnrichment.FailRun)
        {
            foreach (var key in keys)
                Fail(key, failure);
        }
    }
}
