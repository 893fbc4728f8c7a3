using System.Text.Json.Serialization;
using DataAggregator.Core.Profiles;

namespace DataAggregator.Storage;

/// <summary>Writes profiles as <see cref="StoredJson"/> would, by code that is compiled ahead of time: every run ends with it, and short ones would spend more on it than on their records.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RecordProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
