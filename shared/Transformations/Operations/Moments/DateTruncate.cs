using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Moments as the beginning of the year, month, week, day, hour or such that they lie in.</summary>
internal sealed class DateTruncate : MomentOperation<DateTruncate.Options>
{
    private Zone zone = Zone.Utc;

    public sealed record Options
    {
        [Description("What to go to the beginning of; weeks begin on Monday.")]
        public required TimeUnit Unit { get; init; }

        [Description("The time zone whose days, weeks and so on are meant for timestamps; without it UTC.")]
        public string? TimeZone { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "date_time",
        "Goes back to the beginning of the year, quarter, month, week, day, hour, minute or second.",
        """{"input":"2025-05-15T10:30:00Z","parameters":{"unit":"quarters"},"output":"2025-04-01T00:00:00Z"}""");

    protected override void Prepare(Options parameters, string path, Problems problems) =>
        zone = Zone.Find(parameters.TimeZone, $"{path}.time_zone", problems) ?? Zone.Utc;

    protected override OperationFailure? Write(Moment moment, ValueBuilder result, OperationRun run)
    {
        if (moment.Type == DataType.Time && TimeUnits.MicrosecondsOf(Parameters.Unit) is 0 or >= Civil.Day)
            return WrongKind;
        var start = moment.Type == DataType.Timestamp ? zone.Truncate(moment.Value, Parameters.Unit) : TimeUnits.Truncate(moment.Microseconds, Parameters.Unit);
        var after = moment with { Value = moment.Type == DataType.Date ? Civil.DayOf(start) : start };
        if (!after.IsInRange)
            return OutOfRange;
        result.AppendMoment(after.Type, after.Value);
        return null;
    }
}
