using System.Text.Json.Serialization;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Storage;

/// <summary>What of <see cref="StoredJson"/> every run reads and writes, known at build time: looking at it by reflection took longer than a small run.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RunPlan))]
[JsonSerializable(typeof(List<StepCounts>))]
[JsonSerializable(typeof(IReadOnlyList<StepCounts>))]
internal sealed partial class StoredTypes : JsonSerializerContext;
