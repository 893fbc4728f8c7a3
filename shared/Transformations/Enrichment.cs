using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Enriching;
using DataAggregator.Transformations.Fields;
using DataType = DataAggregator.Core.Records.DataType;

namespace DataAggregator.Transformations;

/// <summary>Adds to each record what an HTTP API says of it. Each address is asked once as long as its answer is kept, several at a time.</summary>
internal sealed class Enrichment : Transformation<Enrichment.Options>, IPreparingStep, IFetchingStep
{
    private readonly ConcurrentDictionary<string, EnrichmentAnswer> batchAnswers = new(StringComparer.Ordinal);
    private readonly Scratch scratch = new();
    private string path = "";
    private UrlTemplate? url;
    private FieldPath? data;
    private FieldPath[] included = [];
    private AnswerCache? cache;
    private IEnrichmentClient? client;
    private string?[] addresses = [];

    public sealed record Options : StepOptions
    {
        [Description("The address to ask, fields of the record in braces: https://crm.example.com/customers/{email}.")]
        public required string Url { get; init; }

        [Description("Headers to send. Give keys as placeholders (${name}), so that they stay out of the pipeline.")]
        public IReadOnlyDictionary<string, string>? Headers { get; init; }

        [Description("Where the object stands in the answer; the answer itself unless given.")]
        public string? DataPath { get; init; }

        [Description("The fields of the answer to add, or paths into it.")]
        public required IReadOnlyList<string> IncludedFields { get; init; }

        [Description("What the names of added fields begin with.")]
        public string? Prefix { get; init; }

        [Description("What becomes of a record that the API knows nothing of.")]
        public OnUnknown OnMissing { get; init; }

        [Description("What becomes of a record that the API could not be asked about.")]
        public OnFailedEnrichment OnError { get; init; }

        [Description("How many answers are kept.")]
        [Range(0, 1_000_000)]
        public int CacheSize { get; init; } = 10_000;

        [Description("How many requests are under way at a time.")]
        [Range(1, 64)]
        public int Concurrency { get; init; } = 8;

        [Description("The most requests a second.")]
        [Range(1, 10_000)]
        public int? RateLimit { get; init; }

        [Description("Seconds that an answer may take.")]
        [Range(1, 300)]
        public int Timeout { get; init; } = 30;

        [Description("How often to ask again where a failure may pass.")]
        [Range(0, 10)]
        public int RetryAttempts { get; init; } = 3;
    }

    public override TransformationSpec Spec { get; } = MakeSpec(
        "enrichment",
        "Enrich from an API",
        TransformationCategory.Enrichment,
        "Adds to each record what an HTTP API says of it, with a cache and a rate limit.",
        new StepExample(
            """{"type":"enrichment","url":"https://crm.example.com/customers/{email}","included_fields":["segment"],"on_missing":"null"}""",
            """[{"email":null}]""",
            """[{"email":null,"segment":null}]"""));

    public async ValueTask PrepareAsync(TransformationResources resources, CancellationToken cancellationToken)
    {
        client = resources.Enrichment ?? throw new ConnectorException(ErrorClass.Settings, "enrichment_unavailable", "There is no way to ask an API from here.");
        cache = await resources.ShareAsync(path, () => Task.FromResult(new AnswerCache(Bound.CacheSize))).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask FetchAsync(RecordBatch input, CancellationToken cancellationToken)
    {
        addresses = Addresses(input);
        batchAnswers.Clear();
        var unknown = new List<string>();
        foreach (var address in addresses.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (cache!.Find(address) is { } known)
                batchAnswers[address] = known;
            else
                unknown.Add(address);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Bound.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(unknown, parallel, async (address, token) => batchAnswers[address] = await AskAsync(address, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    protected override void Prepare(Options options, string stepPath, Problems problems)
    {
        path = stepPath;
        url = UrlTemplate.Parse(options.Url, $"{stepPath}.url", problems);
        data = options.DataPath is { Length: > 0 } at ? FieldPath.Parse($"answer.{at}") : null;
        included = [.. options.IncludedFields.Select(name => FieldPath.Parse(name.AsSpan().IndexOfAny('.', '[') >= 0 ? $"answer.{name}" : $"answer[\"{name}\"]"))];
        if (included.Length == 0)
            problems.Add($"{stepPath}.included_fields", "must name at least one field of the answer.");
        if (options.IncludedFields.Distinct(StringComparer.Ordinal).Count() != included.Length)
            problems.Add($"{stepPath}.included_fields", "names a field twice.");
    }

    protected override Schema Describe(Options options, Schema input, string stepPath, Problems problems)
    {
        foreach (var field in url!.Fields)
            field.Find(input, $"{stepPath}.url", problems);
        return Shape(input);
    }

    protected override void Trace(Options options, LineageTrace trace)
    {
        for (var i = 0; i < included.Length; i++)
            trace.Made(NameOf(i), LineageKind.Joined, url!.Fields);
        trace.Decides(InfluenceKind.Join, url!.Fields);
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        using var answers = Answers(input, scope);
        var columns = input.Columns.ToArray().Select(column => column.Retain()).ToList();
        var schema = Shape(input.Schema);
        for (var i = 0; i < included.Length; i++)
        {
            if (input.Schema.IndexOf(NameOf(i)) >= 0)
                continue;
            columns.Add(Values(answers, included[i], scope));
        }

        return new RecordBatch(schema, [.. columns], input.RowCount, input.Partition, input.FirstOrdinal, input.IsDense ? null : scope.Rows.ToArray());
    }

    private static Column Values(RecordBatch answers, FieldPath field, StepScope scope)
    {
        var found = field.Read(answers, scope.Rows);
        if (found.Absent is null)
            return found;
        var values = new ValueBuilder(DataType.Json, found.Length);
        for (var row = 0; row < found.Length; row++)
        {
            if (found.IsAbsent(row))
                values.AppendNull();
            else
                values.AppendFrom(found, row, scope.Scratch);
        }

        found.Release();
        return values.Build();
    }

    private string NameOf(int index) => $"{Bound.Prefix}{Bound.IncludedFields[index]}";

    // On a collision the record's own field stays, as with a join.
    private Schema Shape(Schema input) =>
        new([.. input, .. Enumerable.Range(0, included.Length).Select(NameOf).Where(name => input.IndexOf(name) < 0).Select(name => new Field(name, DataType.Json))]);

    private string?[] Addresses(RecordBatch input)
    {
        int[] rows = [.. Enumerable.Range(0, input.Count).Select(input.RowAt)];
        var values = url!.Fields.Select(field => field.Read(input, rows)).ToArray();
        var result = new string?[input.RowCount];
        foreach (var row in rows)
            result[row] = url.For(values, row, scratch);
        foreach (var column in values)
            column.Release();
        return result;
    }

    private async Task<EnrichmentAnswer> AskAsync(string address, CancellationToken cancellationToken)
    {
        var request = new EnrichmentRequest(new Uri(address), Bound.Headers ?? new Dictionary<string, string>(), TimeSpan.FromSeconds(Bound.Timeout), Bound.RetryAttempts, Bound.RateLimit);
        try
        {
            var answer = EnrichmentAnswer.Read(await client!.FetchAsync(request, cancellationToken).ConfigureAwait(false), request.Url);
            cache!.Keep(address, answer);
            return answer;
        }
        catch (ConnectorException failure) when (Bound.OnError != OnFailedEnrichment.FailRun)
        {
            // Not kept: the next batch may have more luck.
            return new EnrichmentAnswer(null, failure);
        }
    }

    /// <summary>The answers as records of one field, so that values are read of them by the usual paths.</summary>
    private RecordBatch Answers(RecordBatch input, StepScope scope)
    {
        var objects = new BytesBuilder(DataType.Json, input.RowCount);
        var next = 0;
        foreach (var row in scope.Rows)
        {
            for (; next < row; next++)
                objects.AppendAbsent();
            next = row + 1;
            var answer = addresses[row] is { } address ? batchAnswers[address] : null;
            if (answer?.Failure is { } failure)
                Fail(row, failure, scope);
            else if (answer?.Json is null && Bound.OnMissing == OnUnknown.Reject)
                scope.Reject(row, null, "enrichment", "enrichment_missing", "the API knows nothing of this record.");
            if (answer?.Json is { } json)
                objects.Append(json);
            else
                objects.AppendAbsent();
        }

        for (; next < input.RowCount; next++)
            objects.AppendAbsent();
        using var raw = new RecordBatch(new Schema(new Field("answer", DataType.Json)), [objects.Build()], input.RowCount);
        var found = data is null ? raw.Columns[0].Retain() : data.Read(raw, scope.Rows);
        return new RecordBatch(new Schema(new Field("answer", DataType.Json)), [found], input.RowCount);
    }

    private void Fail(int row, ConnectorException failure, StepScope scope)
    {
        if (Bound.OnError == OnFailedEnrichment.Reject)
            scope.Reject(row, null, "enrichment", "enrichment_failed", failure.Message);
        else
            scope.Warn(row);
    }
}
