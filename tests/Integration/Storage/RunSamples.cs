using System.Text;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>Runs, plans and segments for the tests of stores.</summary>
internal static class RunSamples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 30, 0, 123, TimeSpan.Zero);

    public static Run Run(string id, string pipeline = "orders", DateTimeOffset? at = null, string? key = null) => new()
    {
        Id = id,
        Key = key ?? $"key of {id}",
        PipelineId = pipeline,
        PipelineName = $"Pipeline {pipeline}",
        PipelineVersion = 3,
        Status = RunStatus.Pending,
        Trigger = "manual",
        Parameters = JsonSerializer.Deserialize<JsonElement>("""{"day":"2026-03-01","rate":1.10}"""),
        LogicalTime = at ?? Start,
        CreatedAt = at ?? Start,
        Limit = 5_000_000_000,
        DryRun = id == "dry",
    };

    public static RunPlan Plan(params long?[] records) => new(
        new SourcePlan(
            new Schema(new Field("id", DataType.Int64, Nullable: false, "bigint"), new Field("at", DataType.LocalTimestamp)),
            [.. records.Select((count, index) => new SourcePartition(index, $"part {index}", index * 100, count, 1000))],
            Repeatable: true),
        new Schema(new Field("price", DataType.Decimal)),
        Staged: true,
        MaxWriters: 4);

    public static SegmentState Segment(string run, int partition, int ordinal, long? written, params StepCounts[] steps) =>
        new(new SegmentId(run, partition, ordinal), Read: 10, BytesRead: 100, written, steps, ordinal == 0 ? "page=2" : null, NextOrdinal: 5_000_000_000 + ordinal);

    public static StepCounts Step(string name, long @in, long @out, long filtered = 0, long rejected = 0, long deduplicated = 0) => new()
    {
        Name = name,
        Type = "record_filter",
        In = @in,
        Out = @out,
        Filtered = filtered,
        Rejected = rejected,
        Deduplicated = deduplicated,
        Warned = 1,
        Unmatched = 2,
        DurationMicroseconds = 7,
    };

    public static RejectedRecord Rejected(int partition, long ordinal, string record = """{"id":1,"total":12.50}""") => new(
        partition,
        ordinal,
        Encoding.UTF8.GetBytes(record),
        [new RecordError("transformations[0]", "email", "email_format", "invalid_email", "'a\0b' is no address ✗"), new RecordError("destination", null, "type", "out_of_range", "Too long.")]);
}
