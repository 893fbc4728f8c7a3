namespace DataAggregator.Core.Records;

/// <summary>A named, typed column of a schema.</summary>
/// <param name="Name">The field's name, case-sensitive.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Nullable">Whether a value may be null or absent.</param>
/// <param name="SourceType">The source's own name of the type (<c>numeric(12,2)</c>), kept where source and destination are of one kind.</param>
public sealed record Field(string Name, DataType Type, bool Nullable = true, string? SourceType = null);
