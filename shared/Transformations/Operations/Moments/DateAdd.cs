using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Moments moved by an amount of time.</summary>
internal sealed class DateAdd : MomentOperation<DateAdd.Options>
{
    private Zone zone = Zone.Utc;

    public sealed record Options
    {
        [Description("How much to add; below 0 goes back.")]
        public required int Amount { get; init; }

        [Description("What the amount counts.")]
        public TimeUnit Unit { get; init; } = TimeUnit.Days;

        [Description("The time zone whose days, weeks and so on are meant for timestamps, so that its clocks show the same time afterwards; without it UTC.")]
        public string? TimeZone { get; init; }
    }

    public override OperationSpec Spec => MakeSpec(
        "date_time",
        "Moves a date or time by an amount. A day that a month lacks becomes its last; a time goes round midnight.",
        """{"input":"2025-01-31","parameters":{"amount":1,"unit":"months"},"output":"2025-02-28"}""");

    protected override void Prepare(Options parameters, string path, Problems problems) =>
        zone = Zone.Find(parameters.TimeZone, $"{path}.time_zone", problems) ?? Zone.Utc;

    protected override OperationFailure? Write(Moment moment, ValueBuilder result, OperationRun run)
    {
        var length = TimeUnits.MicrosecondsOf(Parameters.Unit);
        if (moment.Type == DataType.Time ? length is 0 or >= Civil.Day : moment.Type == DataType.Date && length is > 0 and < Civil.Day)
            return WrongKind;
        var isMoved = moment.Type == DataType.Timestamp
            ? zone.TryAdd(moment.Value, Parameters.Amount, Parameters.Unit, out var moved)
            : TimeUnits.TryAdd(moment.Microseconds, Parameters.Amount, Parameters.Unit, out moved);
        if (!isMoved)
            return OutOfRange;
        var after = moment.Type switch
        {
            DataType.Time => moment with { Value = ((moved % Civil.Day) + Civil.Day) % Civil.Day },
            DataType.Date => moment with { Value = Civil.DayOf(moved) },
            _ => moment with { Value = moved },
        };
        if (!after.IsInRange)
            return OutOfRange;
        result.AppendMoment(after.Type, after.Value);
        return null;
    }
}
