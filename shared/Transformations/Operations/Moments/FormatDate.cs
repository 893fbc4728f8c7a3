using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Moments as text by a pattern.</summary>
internal sealed class FormatDate : MomentOperation<FormatDate.Options>
{
    private Zone zone = Zone.Utc;
    private TimePattern? pattern;

    public sealed record Options
    {
        [Description("How to write it. " + TimePatternParser.Description)]
        public required string Format { get; init; }

        [Description("The time zone that timestamps are written in; without it UTC.")]
        public string? TimeZone { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "date_time",
        "Writes a date or time as text by a pattern.",
        """{"input":"2025-01-15T23:30:00Z","parameters":{"format":"dd MMM yyyy HH:mm zzz","time_zone":"Europe/Berlin"},"output":"16 Jan 2025 00:30 +01:00"}""");

    public override Field Describe(Field input, string path, Problems problems) => base.Describe(input, path, problems) with { Type = DataType.String };

    protected override void Prepare(Options parameters, string path, Problems problems)
    {
        pattern = TimePattern.Parse(parameters.Format, $"{path}.format", problems);
        zone = Zone.Find(parameters.TimeZone, $"{path}.time_zone", problems) ?? Zone.Utc;
    }

    protected override OperationFailure? Write(Moment moment, ValueBuilder result, OperationRun run)
    {
        if ((pattern!.HasDate && moment.Type == DataType.Time) || (pattern.HasOffset && moment.Type != DataType.Timestamp))
            return WrongKind;
        var offset = moment.Type == DataType.Timestamp ? zone.OffsetAt(moment.Value) : 0;
        if (!Civil.IsMicrosecond(moment.Microseconds + offset))
            return OutOfRange;
        pattern.Write(moment.Microseconds + offset, offset, result.Text);
        result.EndText();
        return null;
    }
}
