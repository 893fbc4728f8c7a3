using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Text as the date or time that it stands for.</summary>
internal sealed class ParseDate : ValueOperation<ParseDate.Options>
{
    private static readonly OperationFailure NotMatching = new("not_a_date", "The value is no date or time of the format.");
    private static readonly OperationFailure NoSuchTime = new("no_such_local_time", "The local time does not exist, or exists twice, in the time zone, and the step refuses such ones.");
    private readonly List<TimePattern> patterns = [];
    private Zone? zone;
    private DataType type;

    public sealed record Options
    {
        [Description("How the text is written; without it ISO 8601. " + TimePatternParser.Description)]
        public string? Format { get; init; }

        [Description("Several formats, tried in this order, in place of format.")]
        public IReadOnlyList<string>? Formats { get; init; }

        [Description("What to make: date, time, timestamp or local_timestamp. Without it what the format holds: an offset, or a time_zone, makes a timestamp; ISO 8601 text one too, taken as UTC where it has no offset.")]
        public DataType? Type { get; init; }

        [Description("The time zone of texts without an offset.")]
        public string? TimeZone { get; init; }

        [Description("What becomes of a local time that the zone leaves out as its clocks go forward: shift moves it on by the gap.")]
        public GapRule Gap { get; init; }

        [Description("Which instant is meant by a local time that the zone has twice as its clocks go back.")]
        public OverlapRule Overlap { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "date_time",
        "Reads text as a date or time by a pattern. A value that is one already passes.",
        """{"input":"15.01.2025 10:30","parameters":{"format":"dd.MM.yyyy HH:mm","time_zone":"Europe/Berlin"},"output":"2025-01-15T09:30:00Z"}""");

    public override Field Describe(Field input, string path, Problems problems)
    {
        if (input.Type is DataType.Bool or DataType.Binary)
            problems.Add(path, $"'{input.Name}' is {DeclaredSchema.NameOf(input.Type)}, which cannot be read as a date.");
        return input with { Type = type, SourceType = null };
    }

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        if (parameters.Format is not null && parameters.Formats is not null)
            problems.Add($"{path}.formats", "stands beside format; give one of the two.");
        var formats = parameters.Format is { } only ? [(only, $"{path}.format")] : (parameters.Formats ?? []).Select((format, i) => (format, $"{path}.formats[{i}]"));
        foreach (var (format, at) in formats)
        {
            if (TimePattern.Parse(format, at, problems) is not { } pattern)
                continue;
            pattern.CheckReadable(at, problems);
            patterns.Add(pattern);
        }

        zone = parameters.TimeZone is null ? null : Zone.Find(parameters.TimeZone, $"{path}.time_zone", problems);
        type = parameters.Type ?? Natural();
        if (!Moment.Is(type))
            problems.Add($"{path}.type", $"is {DeclaredSchema.NameOf(type)}, but must be date, time, timestamp or local_timestamp.");
    }

    protected override OperationFailure? Write(in Value value, ValueBuilder result, OperationRun run)
    {
        Span<byte> room = stackalloc byte[ValueText.Room];
        var isRead = value.Kind == ValueKind.Moment ? Moment.TryRead(value, out var moment) : TryRead(ValueText.Of(value, room), out moment);
        if (!isRead)
            return NotMatching;
        if (moment.Type == DataType.LocalTimestamp && type == DataType.Timestamp)
        {
            if (!(zone ?? Zone.Utc).TryToUtc(moment.Value, Parameters.Gap, Parameters.Overlap, out var utc))
                return NoSuchTime;
            moment = new Moment(DataType.Timestamp, utc);
        }
        else if (moment.Type == DataType.Timestamp && type != DataType.Timestamp && zone is not null)
        {
            moment = new Moment(DataType.LocalTimestamp, moment.Value + zone.OffsetAt(moment.Value));
        }

        if (!moment.TryAs(type, out var wanted) || !wanted.IsInRange)
            return NotMatching;
        result.AppendMoment(wanted.Type, wanted.Value);
        return null;
    }

    // What the first format holds; without one, the type that any ISO 8601 text but a time can be made.
    private DataType Natural()
    {
        if (patterns.Count == 0 || patterns[0].HasOffset || (zone is not null && patterns[0].HasTime && patterns[0].HasDate))
            return DataType.Timestamp;
        return patterns[0] switch
        {
            { HasDate: true, HasTime: true } => DataType.LocalTimestamp,
            { HasDate: true } => DataType.Date,
            _ => DataType.Time,
        };
    }

    private bool TryRead(ReadOnlySpan<byte> text, out Moment moment)
    {
        if (patterns.Count == 0)
            return IsoText.TryParse(text, out moment);
        foreach (var pattern in patterns)
        {
            if (!pattern.TryRead(text, out var parts))
                continue;
            moment = pattern switch
            {
                { HasDate: false } => new Moment(DataType.Time, parts.Time),
                { HasTime: false, HasOffset: false } => new Moment(DataType.Date, Civil.DayOf(parts.Local)),
                _ when parts.Offset is { } offset => new Moment(DataType.Timestamp, parts.Local - offset),
                _ => new Moment(DataType.LocalTimestamp, parts.Local),
            };
            return true;
        }

        moment = default;
        return false;
    }
}
