using System.ComponentModel;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>Moments moved by an amount of time.</summary>
internal sealed class DateAdd : MomentOperation<DateAdd.Options>
{
    public sealed record Options
    {
        [Description("How much to add; below 0 goes back.")]
        public required int Amount { get; init; }

        [Description("What the amount counts.")]
        public TimeUnit Unit { get; init; } = TimeUnit.Days;
    }

    public override OperationSpec Spec => MakeSpec(
        "date_time",
        "Moves a date or time by an amount. A day that a month lacks becomes its last; a time goes round midnight.",
        """{"input":"2025-01-31","parameters":{"amount":1,"unit":"months"},"output":"2025-02-28"}""");

    protected override OperationFailure? Write(Moment moment, ValueBuilder result, OperationRun run)
    {
        var length = TimeUnits.MicrosecondsOf(Parameters.Unit);
        if (moment.Type == DataType.Time ? length is 0 or >= Civil.Day : moment.Type == DataType.Date && length is > 0 and < Civil.Day)
            return WrongKind;
        if (!TryMove(moment.Microseconds, length, out var moved))
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

    private bool TryMove(long microseconds, long length, out long moved)
    {
        if (length == 0)
            return TimeUnits.TryAddMonths(microseconds, (long)Parameters.Amount * TimeUnits.MonthsOf(Parameters.Unit), out moved);
        var sum = microseconds + ((Int128)Parameters.Amount * length);
        moved = (long)Int128.Clamp(sum, long.MinValue, long.MaxValue);
        return moved == sum;
    }
}
