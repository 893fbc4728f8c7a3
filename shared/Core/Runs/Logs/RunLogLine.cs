using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataAggregator.Core.Runs.Logs;

/// <summary>A line of a run's log. It holds neither secrets nor records.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Event">A stable word for programs: <c>segment_delivered</c>.</param>
/// <param name="Template">The sentence, with <c>{names}</c> of fields.</param>
/// <param name="Fields">The fields by name; an object.</param>
public sealed partial record RunLogLine(DateTimeOffset At, RunLogLevel Level, string Event, string Template, JsonElement Fields)
{
    /// <summary>The place in the run's log, from 1; 0 before it is kept.</summary>
    public long Sequence { get; init; }

    /// <summary>The step that it is about, or null.</summary>
    public string? Step { get; init; }

    /// <summary>The partition that it is about, or null.</summary>
    public int? Partition { get; init; }

    /// <summary>The sentence with its fields filled in.</summary>
    public string Message => Names().Replace(Template, name => Fields.TryGetProperty(name.Groups[1].Value, out var value) ? Text(value) : name.Value).Replace("\0", "", StringComparison.Ordinal);

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
        ? number.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Names();
}
