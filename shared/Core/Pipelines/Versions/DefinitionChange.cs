using System.Text.Json;

namespace DataAggregator.Core.Pipelines.Versions;

/// <summary>One difference between two versions of a definition.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Path">Where it stands in the newer version; of something removed, where it stood in the older.</param>
/// <param name="OldPath">Where it stood in the older version, when that is another place.</param>
/// <param name="OldValue">What it was, secrets masked.</param>
/// <param name="NewValue">What it is, secrets masked.</param>
/// <param name="Sentence">The difference for people.</param>
public sealed record DefinitionChange(ChangeKind Kind, string Path, string? OldPath, JsonElement? OldValue, JsonElement? NewValue, string Sentence);
