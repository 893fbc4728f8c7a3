using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Formats.Json;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Transformations;

/// <summary>POST /transformations/preview: what a list of steps makes of sample records, by the very engine that runs use.</summary>
public sealed class PreviewTransformations(ITransformationCompiler compiler, TimeProvider time)
{
    private const int MaxRecords = 10_000;

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

    /// <summary>Applies the steps to the records.</summary>
    [Function("PreviewTransformations")]
    [RequireRole(Roles.Viewer)]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/transformations/preview")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await request.ReadAsync<Request>(cancellationToken);
        CheckRecords(body.Records);
        using var input = RecordsJson.Read(body.Records);
        var problems = new Problems();
        var chain = compiler.Compile(body.Transformations, input.Schema, "$.transformations", problems);
        problems.ThrowIfAny();
        var result = chain!.Apply(input, new TransformContext("preview", "preview", time.GetUtcNow()));
        using var output = result.Batch;
        return Results.Bytes(Write(input, result, chain), "application/json");
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

    private static byte[] Write(RecordBatch input, TransformResult result, ITransformationChain chain)
    {
        // Records keep their digits as written, which only a writer of our own does.
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("records");
            for (var i = 0; i < result.Batch.Count; i++)
                RecordJson.Write(writer, result.Batch, result.Batch.RowAt(i));
            writer.WriteEndArray();
            writer.WriteStartArray("rejected");
            foreach (var rejected in result.Rejected)
                WriteRejected(writer, rejected);
            writer.WriteEndArray();
            writer.WritePropertyName("input_schema");
            DeclaredSchema.Write(writer, input.Schema);
            writer.WritePropertyName("output_schema");
            DeclaredSchema.Write(writer, result.Batch.Schema);
            WriteStats(writer, input, result, chain);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteRejected(Utf8JsonWriter writer, RejectedRecord rejected)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("record");
        writer.WriteRawValue(rejected.Record.Span);
        writer.WritePropertyName("errors");
        JsonSerializer.Serialize(writer, rejected.Errors, ApiJson.Options);
        writer.WriteEndObject();
    }

    private static void WriteStats(Utf8JsonWriter writer, RecordBatch input, TransformResult result, ITransformationChain chain)
    {
        writer.WriteStartObject("stats");
        writer.WriteNumber("read", input.Count);
        writer.WriteNumber("written", result.Batch.Count);
        writer.WriteNumber("rejected", result.Rejected.Count);
        writer.WriteNumber("filtered", chain.Counts.Sum(step => step.Filtered));
        writer.WriteEndObject();
        writer.WritePropertyName("steps");
        JsonSerializer.Serialize(writer, chain.Counts.Select(Runs.StepAnswer.Of), ApiJson.Options);
    }
}
