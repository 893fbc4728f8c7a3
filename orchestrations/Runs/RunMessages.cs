using System.Text.Json.Serialization;

namespace DataAggregator.Orchestrations.Runs;

/// <summary>How what goes through the histories of runs is written and read, by code that is made at build time: reflection took longer than a small run.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(RunInput))]
[JsonSerializable(typeof(PartitionInput))]
[JsonSerializable(typeof(SegmentInput))]
[JsonSerializable(typeof(MoveInput))]
[JsonSerializable(typeof(FinishInput))]
[JsonSerializable(typeof(RetryWait))]
[JsonSerializable(typeof(Outcome<bool>))]
[JsonSerializable(typeof(Outcome<PlanOutline>))]
[JsonSerializable(typeof(Outcome<SegmentPlace>))]
[JsonSerializable(typeof(Outcome<ExtractedSegment>))]
[JsonSerializable(typeof(Outcome<GatheredOutline>))]
internal sealed partial class RunMessages : JsonSerializerContext;
