using System.Text.Json;
using System.Text.Json.Serialization;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Connectors.Files;

/// <summary>One partition of a file source: a part of a file in a state that the plan saw.</summary>
internal sealed record FilePart
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The file's absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>Its length and time.</summary>
    public required FileIdentity Identity { get; init; }

    /// <summary>Never auto.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>Where the part begins, in bytes of the text as UTF-8.</summary>
    public long Start { get; init; }

    /// <summary>Where it ends; null for the end of the text.</summary>
    public long? End { get; init; }

    /// <summary>The line at which it begins.</summary>
    public long Line { get; init; } = 1;

    /// <summary>What stands between the fields of CSV.</summary>
    public byte? Delimiter { get; init; }

    /// <summary>How records follow each other in JSON.</summary>
    public JsonFraming Framing { get; init; }

    /// <summary>Where the records stand in XML.</summary>
    public XmlLayout? Xml { get; init; }

    /// <summary>The fields that the user declared, in that order.</summary>
    public IReadOnlyList<string>? Declared { get; init; }

    /// <summary>The part that <see cref="ToString"/> wrote.</summary>
    public static FilePart Parse(string state) => JsonSerializer.Deserialize<FilePart>(state, Json) ?? throw new FormatException("The partition has no state.");

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(this, Json);

    /// <summary>What a reader needs to read the part, or the rest of it.</summary>
    public ReadOptions ToReadOptions(Schema? schema, int partition, string? position, long firstOrdinal)
    {
        var at = position is null ? new ReadPosition(Start, Line) : ReadPosition.Parse(position);
        return new ReadOptions
        {
            Schema = schema,
            Declared = (Declared ?? []).ToHashSet(StringComparer.Ordinal),
            Partition = partition,
            FirstOrdinal = firstOrdinal,
            Offset = at.Offset,
            Line = at.Line,
            Depth = at.Depth,
            End = End ?? long.MaxValue,
        };
    }
}
