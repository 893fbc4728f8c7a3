using System.Collections.Concurrent;
using System.Text.Json;
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

/// <summary>Adds to each record what an HTTP API says of it, or another source (<see cref="SourceEnrichment"/>). Each question is asked once as long as its answer is kept, several at a time.</summary>
internal class Enrichment : Transformation<EnrichmentOptions>, IPreparingStep, IFetchingStep
{
    private readonly ConcurrentDictionary<string, EnrichmentAnswer> batchAnswers = new(StringComparer.Ordinal);
    private readonly Scratch scratch = new();
    private string path = "";
    private UrlTemplate? url;
    private FieldPath? data;
    private FieldPath[] included = [];
    private AnswerCache? cache;
    private IEnrichmentClient? client;
    private string?[] questions = [];

    public override TransformationSpec Spec { get; } = MakeSpec(
        "enrichment",
        "Enrich from an API or a source",
        TransformationCategory.Enrichment,
        "Adds to each record what an HTTP API or a database says of it, asked for with a cache and a rate limit.",
        new StepExample(
            """{"type":"enrichment","source":"crm","field_name":"email","included_fields":["segment"]}""",
            """[{"email":"jo@example.com"},{"email":"ann@example.com"},{"email":null}]""",
            """[{"email":"jo@example.com","segment":"Premium"},{"email":"ann@example.com","segment":null},{"email":null,"segment":null}]""",
            """{"crm":[{"email":"jo@example.com","segment":"Premium"}]}"""));

    /// <summary>The fields that the questions are made of.</summary>
    protected virtual IReadOnlyList<FieldPath> Asked => url!.Fields;

    /// <summary>What is wrong with a record that nothing is known of.</summary>
    protected virtual string Unknown => "the API knows nothing of this record.";

    /// <summary>The step for what is asked: an API, or a source.</summary>
    public static ITransformation For(JsonElement step) =>
        step.ValueKind == JsonValueKind.Object && step.TryGetProperty("source", out var source) && source.ValueKind != JsonValueKind.Null ? new SourceEnrichment() : new Enrichment();

    public virtual async ValueTask PrepareAsync(TransformationResources resources, CancellationToken cancellationToken)
    {
        client = resources.Enrichment ?? throw new ConnectorException(ErrorClass.Settings, "enrichment_unavailable", "There is no way to ask an API from here.");
        await ShareAnswersAsync(resources, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask FetchAsync(RecordBatch input, CancellationToken cancellationToken)
    {
        questions = Questions(input);
        batchAnswers.Clear();
        var unknown = new List<string>();
        foreach (var question in questions.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (cache!.Find(question) is { } known)
                batchAnswers[question] = known;
            else
                unknown.Add(question);
        }

        await AskAsync(unknown, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has all chains of the run keep their answers in one place.</summary>
    protected async Task ShareAnswersAsync(TransformationResources resources, CancellationToken cancellationToken) =>
        cache = await resources.ShareAsync(path, () => Task.FromResult(new AnswerCache(Bound.CacheSize))).WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Notes an answer.</summary>
    protected void Keep(string question, EnrichmentAnswer answer)
    {
        cache!.Keep(question, answer);
        batchAnswers[question] = answer;
    }

    /// <summary>Notes that there is no answer. It is not kept: the next batch may have more luck.</summary>
    protected void Fail(string question, ConnectorException failure) => batchAnswers[question] = new EnrichmentAnswer(null, failure);

    protected sealed override void Prepare(EnrichmentOptions options, string stepPath, Problems problems)
    {
        path = stepPath;
        PrepareQuestion(options, stepPath, problems);
        included = [.. options.IncludedFields.Select(PathOf)];
        if (included.Length == 0)
            problems.Add($"{stepPath}.included_fields", "must name at least one field of the answer.");
        if (options.IncludedFields.Distinct(StringComparer.Ordinal).Count() != included.Length)
            problems.Add($"{stepPath}.included_fields", "names a field twice.");
    }

    /// <summary>Makes ready what is asked, and adds what is wrong with it.</summary>
    protected virtual void PrepareQuestion(EnrichmentOptions options, string stepPath, Problems problems)
    {
        if (options.Url is null)
            problems.Add($"{stepPath}.url", "is required: the address of an API to ask, or in its place source, the source to look up in.");
        else
            url = UrlTemplate.Parse(options.Url, $"{stepPath}.url", problems);
        foreach (var (setting, isGiven) in new[] { ("stream", options.Stream is not null), ("field_name", options.FieldName is not null), ("key_field", options.KeyField is not null) })
        {
            if (isGiven)
                problems.Add($"{stepPath}.{setting}", "goes with source only; an API is asked by the fields in its url.");
        }

        data = options.DataPath is { Length: > 0 } at ? FieldPath.Parse($"answer.{at}") : null;
    }

    /// <summary>Where a field stands in an answer.</summary>
    protected virtual FieldPath PathOf(string name) => name.AsSpan().IndexOfAny('.', '[') >= 0 ? FieldPath.Parse($"answer.{name}") : FieldPath.Parse($"answer[\"{name}\"]");

    protected override Schema Describe(EnrichmentOptions options, Schema input, string stepPath, Problems problems)
    {
        foreach (var field in Asked)
            field.Find(input, $"{stepPath}.{(options.Url is null ? "field_name" : "url")}", problems);
        return Shape(input);
    }

    protected override void Trace(EnrichmentOptions options, LineageTrace trace)
    {
        for (var i = 0; i < included.Length; i++)
            trace.Made(NameOf(i), LineageKind.Joined, url!.Fields);
        trace.Decides(InfluenceKind.Join, url!.Fields);
    }

    protected override RecordBatch Apply(EnrichmentOptions options, RecordBatch input, StepScope scope)
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

    /// <summary>What an added field is called.</summary>
    protected string NameOf(int index) => $"{Bound.Prefix}{Bound.IncludedFields[index]}";

    // On a collision the record's own field stays, as with a join.
    private Schema Shape(Schema input) =>
        new([.. input, .. Enumerable.Range(0, included.Length).Select(NameOf).Where(name => input.IndexOf(name) < 0).Select(name => new Field(name, DataType.Json))]);

    /// <summary>What is asked for each row; null where the record lacks what it takes.</summary>
    protected virtual string?[] Questions(RecordBatch input)
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

    /// <summary>Asks, and notes every answer.</summary>
    protected virtual async Task AskAsync(IReadOnlyList<string> questions, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Bound.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(questions, parallel, async (address, token) => await FetchAsync(address, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task FetchAsync(string address, CancellationToken cancellationToken)
    {
        var request = new EnrichmentRequest(new Uri(address), Bound.Headers ?? new Dictionary<string, string>(), TimeSpan.FromSeconds(Bound.Timeout), Bound.RetryAttempts, Bound.RateLimit);
        try
        {
            Keep(address, EnrichmentAnswer.Read(await client!.FetchAsync(request, cancellationToken).ConfigureAwait(false), request.Url.Authority));
        }
        catch (ConnectorException failure) when (Bound.OnError != OnFailedEnrichment.FailRun)
        {
            Fail(address, failure);
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
            var answer = questions[row] is { } question ? batchAnswers[question] : null;
            if (answer?.Failure is { } failure)
                Fail(row, failure, scope);
            else if (answer?.Json is null && Bound.OnMissing == OnUnknown.Reject)
                scope.Reject(row, null, "enrichment", "enrichment_missing", Unknown);
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
