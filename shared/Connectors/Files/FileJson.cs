using System.Text.Json.Serialization;

namespace DataAggregator.Connectors.Files;

/// <summary>The JSON in which files' partitions and progress are kept, known at build time: looking at it by reflection took longer than a small file.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FilePart))]
[JsonSerializable(typeof(FileProgressEntry))]
internal sealed partial class FileJson : JsonSerializerContext;
