using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Formats.Json;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>POST /transformations/preview: what a list of steps makes of sample records, by the very engine that runs use.</summary>
public sealed class PreviewTransformations(ITransformationCompiler compiler, TransformationResolver resolver, ISpillStore spill, TimeProvider time)
{
    private const int MaxRecords = 10_000;
    private const long PreviewMemory = 64 << 20;

    /// <summary>What a preview takes.</summary>
    public sealed record Request
    {
        /// <summary>The steps.</summary>
        [Description("The steps: a list, one bare step, or an object with 'transformations'.")]
        public required JsonElement Transformations { get; init; }

        /// <summary>The records that go in.</summary>
        [Description("The records that go in, 10,000 at most.")]
        public required JsonElement Records { get; init; }
    }

    /// <summary>Applies steps to sample records; nothing is saved.</summary>
    [Function("PreviewTransformations")]
    [RequireRole(Roles.Viewer)]
    [Body(typeof(Request))]
    [Answers(200, typeof(PreviewAnswer))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/transformations/preview")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        CheckRecords(body.Records);
        using var input = RecordsJson.Read(body.Records);
        var problems = new Problems();
        var steps = await resolver.ExpandAsync(body.Transformations, "$.transformations", problems, cancellationToken);
        var program = compiler.Compile(steps, input.Schema, "$.transformations", problems);
        problems.ThrowIfAny();
        var context = new TransformContext("preview", "preview", time.GetUtcNow());
        await using var resources = new TransformationResources(context, new NoInputs(), spill, new(PreviewMemory), workers: 1);
        var chain = program!.OpenChain(resources);
        var result = await chain.ApplyAsync(input, cancellationToken);
        using var output = result.Batch;
        return Answers.Ok(Answer(input, result, chain));
    }

    private static void CheckRecords(JsonElement records)
    {
        var problems = new Problems();
        if (records.ValueKind != JsonValueKind.Array)
            problems.Add("$.records", "must be a list of objects.");
        else if (records.GetArrayLength() > MaxRecords)
            problems.Add("$.records", $"may have {MaxRecords} records at most; a preview needs only a sample.");
        else
        {
            foreach (var (record, index) in records.EnumerateArray().Select((record, index) => (record, index)).Where(item => item.record.ValueKind != JsonValueKind.Object))
                problems.Add($"$.records[{index}]", "must be an object.");
        }

        problems.ThrowIfAny();
    }

    private static PreviewAnswer Answer(RecordBatch input, TransformResult result, ITransformationChain chain) => new(
        Records(result.Batch),
        [.. result.Rejected.Select(rejected => new PreviewRejected(JsonSerializer.Deserialize<JsonElement>(rejected.Record.Span), rejected.Errors))],
        input.Schema,
        result.Batch.Schema,
        new PreviewStats(input.Count, result.Batch.Count, result.Rejected.Count, chain.Counts.Sum(step => step.Filtered)),
        [.. chain.Counts.Select(Runs.StepAnswer.Of)]);

    // Numbers keep their digits as written, which JSON elements do too.
    private static JsonElement[] Records(RecordBatch batch)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            for (var i = 0; i < batch.Count; i++)
                RecordJson.Write(writer, batch, batch.RowAt(i));
            writer.WriteEndArray();
        }

        return JsonSerializer.Deserialize<JsonElement[]>(buffer.WrittenSpan)!;
    }
}
