using System.Globalization;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Dates and times. Where only a part of a moment is asked for, ISO 8601 text is taken as well.</summary>
internal static class DateFunctions
{
    private const string Category = "date";
    private static readonly ExpressionError NotMoment = new("not_a_date", "A value is no date or time, nor text of one as in 2025-01-15T10:30:00Z; read it with parse_date or parse_timestamp first.");
    private static readonly ExpressionError OutOfRange = new("date_out_of_range", "The result is not within the years 1 to 9999.");
    private static readonly ExpressionError WrongKind = new("wrong_date_kind", "A date has no time of day, and a time no date; convert it by timestamp() first.");
    private static readonly ExpressionError NoUnit = new("unknown_unit", "The unit is none of those that time is counted in, such as 'day'; it stands after the dates: date_diff(ordered, shipped, 'day').");
    private static readonly ExpressionError NoLength = new("unknown_unit", "Years, quarters and months differ in length; count from 1970 in weeks, days, hours, minutes, seconds, milliseconds or microseconds.");
    private static readonly ExpressionError NoZone = new("unknown_time_zone", "The time zone is none that is known; give a name such as 'Europe/Berlin', or an offset such as '+02:00'.");
    private static readonly ExpressionError NoDate = new("not_a_date", "There is no date of that year, month and day.");

    public static Function[] All { get; } =
    [
        ConversionFunctions.Conversion("date", DataType.Date, "The value, or ISO 8601 text, as a date.", "date('2025-01-15')", "\"2025-01-15\"", Category),
        ConversionFunctions.Conversion("timestamp", DataType.Timestamp, "The value, or ISO 8601 text, as an instant; what has no offset is taken as UTC.", "timestamp('2025-01-15T10:30:00+01:00')", "\"2025-01-15T09:30:00Z\"", Category),
        ConversionFunctions.Conversion("local_timestamp", DataType.LocalTimestamp, "The value, or ISO 8601 text, as a date and time without a zone.", "local_timestamp('2025-01-15 10:30')", "\"2025-01-15T10:30:00\"", Category),
        ConversionFunctions.Conversion("time", DataType.Time, "The value, or ISO 8601 text, as a time of day.", "time('10:30')", "\"10:30:00\"", Category),
        Parsing("parse_date", DataType.Date, "parse_date('15.01.2025', 'dd.MM.yyyy')", "\"2025-01-15\""),
        Parsing("parse_timestamp", DataType.Timestamp, "parse_timestamp('15.01.2025 10:30', 'dd.MM.yyyy HH:mm', 'Europe/Berlin')", "\"2025-01-15T09:30:00Z\""),
        Function.Operation(Category, "format_date", ["format", "time_zone"], "format_date(moment: any, format: string, time_zone: string = 'UTC') -> string",
            "The date or time as text by a pattern such as dd.MM.yyyy HH:mm.", "format_date('2025-01-15T23:30:00Z', 'dd MMM yyyy HH:mm', 'Europe/Berlin')", "\"16 Jan 2025 00:30\""),
        Function.Operation(Category, "convert_timezone", ["to"], "to_timezone(moment: timestamp, time_zone: string) -> local_timestamp",
            "The date and time that clocks of a zone show at an instant.", "to_timezone(timestamp('2025-07-01T10:00:00Z'), 'Europe/Berlin')", "\"2025-07-01T12:00:00\""),
        Function.Operation(Category, "convert_timezone", ["from"], "from_timezone(moment: local_timestamp, time_zone: string) -> timestamp",
            "The instant at which clocks of a zone show that date and time.", "from_timezone(local_timestamp('2025-07-01T12:00:00'), 'Europe/Berlin')", "\"2025-07-01T10:00:00Z\""),
        Function.Of(Category, "The moment moved by an amount of a unit: year, quarter, month, week, day, hour, minute, second. A day that a month lacks becomes its last; with a time zone, days and more are those of its clocks.", "date_add(date('2025-01-31'), 1, 'month')", "\"2025-02-28\"",
            ("date_add(moment: date, amount: int64, unit: unit) -> date", Add),
            ("date_add(moment: timestamp, amount: int64, unit: unit, time_zone: zone = 'UTC') -> timestamp", Add),
            ("date_add(moment: local_timestamp, amount: int64, unit: unit) -> local_timestamp", Add)),
        Function.Of(Category, "The whole units that have passed from one moment to another; below 0 when the second is the earlier. With a time zone, days and more between instants are those of its calendar.", "date_diff('2024-12-15', '2025-03-01', 'month')", "2",
            ("date_diff(from: any, to: any, unit: unit, time_zone: zone = 'UTC') -> int64", Difference)),
        Function.Of(Category, "The beginning of the year, quarter, month, week (Monday), day, hour, minute or second that the moment lies in, in UTC unless a time zone is given.", "date_trunc(timestamp('2025-05-15T10:30:00Z'), 'quarter')", "\"2025-04-01T00:00:00Z\"",
            ("date_trunc(moment: date, unit: unit) -> date", Truncate),
            ("date_trunc(moment: timestamp, unit: unit, time_zone: zone = 'UTC') -> timestamp", Truncate),
            ("date_trunc(moment: local_timestamp, unit: unit) -> local_timestamp", Truncate)),
        Function.Of(Category, "The instant so many seconds, or another unit, after 1970 in UTC.", "from_epoch(1736937000)", "\"2025-01-15T10:30:00Z\"",
            ("from_epoch(number: decimal, unit: unit = 'second') -> timestamp", FromEpoch)),
        Function.Of(Category, "The whole seconds, or another unit, from 1970 in UTC to an instant.", "to_epoch(timestamp('2025-01-15T10:30:00.5Z'), 'millisecond')", "1736937000500",
            ("to_epoch(moment: timestamp, unit: unit = 'second') -> int64", ToEpoch)),
        Function.Of(Category, "The date of a year, month and day.", "make_date(2025, 1, 15)", "\"2025-01-15\"",
            ("make_date(year: int64, month: int64, day: int64) -> date", Make)),
        Function.Of(Category, "The last day of the moment's month.", "last_day('2024-02-10')", "\"2024-02-29\"",
            ("last_day(moment: any) -> date", static call => Take(call, static at => Civil.ToDays(at.Year, at.Month, DateTime.DaysInMonth(at.Year, at.Month)), ofDate: true))),
        Function.Of(Category, "Whether the value is a date or time, or ISO 8601 text of one.", "is_date('2025-02-29')", "false",
            ("is_date(value: any?) -> bool", static call => call.Return(Moment.TryRead(call.Value(0), out _)))),
        Part("year", "The year of the moment.", "year('2025-01-15')", "2025", static at => at.Year),
        Part("quarter", "The quarter of the moment's year, 1 to 4.", "quarter('2025-05-15')", "2", static at => ((at.Month - 1) / 3) + 1),
        Part("month", "The month of the moment, 1 to 12.", "month('2025-05-15')", "5", static at => at.Month),
        Part("week", "The week of the moment by ISO 8601, 1 to 53.", "week('2025-12-29')", "1", static at => ISOWeek.GetWeekOfYear(at)),
        Part("day", "The day of the moment's month.", "day('2025-01-15')", "15", static at => at.Day),
        Part("day_of_year", "The day of the moment's year, 1 to 366.", "day_of_year('2025-02-01')", "32", static at => at.DayOfYear),
        Part("weekday", "The day of the moment's week: 1 for Monday to 7 for Sunday.", "weekday('2025-01-15')", "3", static at => at.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)at.DayOfWeek),
        Part("hour", "The hour of the moment, in UTC, 0 to 23.", "hour('2025-01-15T10:30:00Z')", "10", static at => at.Hour, ofDate: false),
        Part("minute", "The minute of the moment.", "minute('10:30')", "30", static at => at.Minute, ofDate: false),
        Part("second", "The second of the moment.", "second('10:30:15.5')", "15", static at => at.Second, ofDate: false),
    ];

    private static Function Parsing(string name, DataType type, string example, string result)
    {
        var signature = $"{name}(text: string, format: string, time_zone: string = 'UTC') -> {DeclaredSchema.NameOf(type)}";
        return Function.Operation(Category, "parse_date", ["format", "time_zone"], signature, "The moment that text stands for by a pattern such as dd.MM.yyyy HH:mm; time_zone is that of texts without an offset.", example, result,
            ("type", DeclaredSchema.NameOf(type)));
    }

    private static Function Part(string name, string description, string example, string result, Func<DateTime, long> part, bool ofDate = true) =>
        Function.Of(Category, description, example, result, ($"{name}(moment: any) -> int64", call => Take(call, part, ofDate)));

    private static void Take(Invocation call, Func<DateTime, long> part, bool ofDate)
    {
        if (!Moment.TryRead(call.Value(0), out var moment))
            call.Fail(NotMoment);
        else if (moment.Type == (ofDate ? DataType.Time : DataType.Date))
            call.Fail(WrongKind);
        else if (!Civil.IsMicrosecond(moment.Microseconds))
            call.Fail(OutOfRange);
        else
            call.Return(part(DateTime.UnixEpoch.AddTicks(moment.Microseconds * TimeSpan.TicksPerMicrosecond)));
    }

    private static void Add(Invocation call)
    {
        if (!TryReadUnit(call, 2, out var unit) || !TryReadZone(call, 3, out var zone))
            return;
        var moment = new Moment(call.TypeOf(0), call.Long(0));
        var length = TimeUnits.MicrosecondsOf(unit);
        if (moment.Type == DataType.Date && length is > 0 and < Civil.Day)
        {
            call.Fail(WrongKind);
            return;
        }

        var isMoved = moment.Type == DataType.Timestamp
            ? zone.TryAdd(moment.Value, call.Long(1), unit, out var moved)
            : TimeUnits.TryAdd(moment.Microseconds, call.Long(1), unit, out moved);
        if (!isMoved || !Civil.IsMicrosecond(moved))
            call.Fail(OutOfRange);
        else
            call.Return(moment.Type == DataType.Date ? Civil.DayOf(moved) : moved);
    }

    private static void Difference(Invocation call)
    {
        if (!TryReadUnit(call, 2, out var unit) || !TryReadZone(call, 3, out var zone))
            return;
        if (!Moment.TryRead(call.Value(0), out var from) || !Moment.TryRead(call.Value(1), out var to))
            call.Fail(NotMoment);
        else if (from.Type == DataType.Time != (to.Type == DataType.Time))
            call.Fail(WrongKind);
        else if (!from.IsInRange || !to.IsInRange)
            call.Fail(OutOfRange);
        else
            call.Return((from.Type == DataType.Timestamp && to.Type == DataType.Timestamp ? zone : Zone.Utc).Between(from.Microseconds, to.Microseconds, unit));
    }

    private static void Truncate(Invocation call)
    {
        if (!TryReadUnit(call, 1, out var unit) || !TryReadZone(call, 2, out var zone))
            return;
        var moment = new Moment(call.TypeOf(0), call.Long(0));
        var start = !moment.IsInRange ? long.MinValue / 2
            : moment.Type == DataType.Timestamp ? zone.Truncate(moment.Value, unit) : TimeUnits.Truncate(moment.Microseconds, unit);
        if (!Civil.IsMicrosecond(start))
            call.Fail(OutOfRange);
        else
            call.Return(moment.Type == DataType.Date ? Civil.DayOf(start) : start);
    }

    private static void FromEpoch(Invocation call)
    {
        if (!TryReadUnit(call, 1, out var unit) || !HasLength(call, unit))
            return;
        try
        {
            var microseconds = NumberFunctions.Floor(call.Number(0) * Decimal38.FromInt64(TimeUnits.MicrosecondsOf(unit)));
            if (microseconds.TryToInt64(out var moment) && Civil.IsMicrosecond(moment))
                call.Return(moment);
            else
                call.Fail(OutOfRange);
        }
        catch (OverflowException)
        {
            call.Fail(OutOfRange);
        }
    }

    private static void ToEpoch(Invocation call)
    {
        if (TryReadUnit(call, 1, out var unit) && HasLength(call, unit))
            call.Return(Civil.Floor(call.Long(0), TimeUnits.MicrosecondsOf(unit)));
    }

    private static void Make(Invocation call)
    {
        var (year, month, day) = ((int)Math.Clamp(call.Long(0), 0, 10_000), (int)Math.Clamp(call.Long(1), 0, 13), (int)Math.Clamp(call.Long(2), 0, 32));
        if (Civil.IsDate(year, month, day))
            call.Return(Civil.ToDays(year, month, day));
        else
            call.Fail(NoDate);
    }

    private static bool HasLength(Invocation call, TimeUnit unit)
    {
        var hasLength = TimeUnits.MicrosecondsOf(unit) > 0;
        if (!hasLength)
            call.Fail(NoLength);
        return hasLength;
    }

    private static bool TryReadZone(Invocation call, int index, out Zone zone)
    {
        var found = index < call.Count ? call.Cached(index, Zones.Find) : Zone.Utc;
        zone = found ?? Zone.Utc;
        if (found is null)
            call.Fail(NoZone);
        return found is not null;
    }

    // What can be left out are seconds.
    private static bool TryReadUnit(Invocation call, int index, out TimeUnit unit)
    {
        if (index >= call.Count)
        {
            unit = TimeUnit.Seconds;
            return true;
        }

        var found = call.Cached(index, DateUnits.Find);
        unit = found.GetValueOrDefault();
        if (found is null)
            call.Fail(NoUnit);
        return found is not null;
    }
}
