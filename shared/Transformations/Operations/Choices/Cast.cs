using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Operations.Choices;

/// <summary>Values as another type, exactly.</summary>
internal sealed class Cast : ValueOperation<Cast.Options>
{
    private static readonly OperationFailure NotMatching = new("cast_failed", "The value is no date or time of the format.");
    private DataType type;
    private TimePattern? pattern;

    public sealed record Options
    {
        [Description("The type: bool, int64 (integer), decimal (number), double (float), string (text), date, time, timestamp (datetime), local_timestamp, binary or json.")]
        public required string Type { get; init; }

        [Description("How dates and times are written as text, to or from; without it ISO 8601. " + TimePatternParser.Description)]
        public string? Format { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "value",
        "Makes a value another type and loses nothing: digits stay, a number with a fraction is no int64. Text is read as JSON writes numbers, ISO 8601 moments, yes or no, base64 bytes.",
        """{"input":" 12345678901234567890.50 ","parameters":{"type":"decimal"},"output":12345678901234567890.50}""");

    public override Field Describe(Field input, string path, Problems problems) =>
        input.Type == type ? input : input with { Type = type, SourceType = null };

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        type = TypeNames.Parse(parameters.Type, $"{path}.type", problems) ?? DataType.Json;
        if (parameters.Format is null)
            return;
        pattern = TimePattern.Parse(parameters.Format, $"{path}.format", problems);
        if (Moment.Is(type))
            pattern?.CheckReadable($"{path}.format", problems);
        else if (type != DataType.String)
            problems.Add($"{path}.format", "is for dates and times: the type must be string, date, time, timestamp or local_timestamp.");
    }

    protected override Column? ApplyWhole(Column input) => pattern is null ? input.Retain() : null;

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        if (pattern is not null && value.Kind == ValueKind.Moment && type == DataType.String)
        {
            if (pattern.HasOffset && value.Type != DataType.Timestamp)
                return NotMatching;
            pattern.Write(value.Type == DataType.Date ? value.Long * Civil.Day : value.Long, 0, result.Text);
            result.EndText();
            return null;
        }

        if (pattern is null || !Moment.Is(type) || value.Kind == ValueKind.Moment)
            return Casting.Write(value, type, result);
        Span<byte> room = stackalloc byte[ValueText.Room];
        if (!pattern.TryRead(ValueText.Of(value, room), out var parts))
            return NotMatching;
        var moment = pattern.HasDate ? new Moment(DataType.Timestamp, parts.Local - (parts.Offset ?? 0)) : new Moment(DataType.Time, parts.Time);
        if (!moment.TryAs(type, out var wanted))
            return NotMatching;
        result.AppendMoment(type, wanted.Value);
        return null;
    }
}
