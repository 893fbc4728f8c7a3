using System.Globalization;
using System.Text.RegularExpressions;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Incremental;

/// <summary>A distance between values of a cursor: a number, or a duration such as <c>90s 15m 6h 1d 2w 1mo</c>; months are those of the calendar.</summary>
public sealed partial record CursorStep
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private CursorStep(Decimal38? number, long microseconds, int months)
    {
        Number = number;
        Microseconds = microseconds;
        Months = months;
    }

    /// <summary>The distance of numbers, or null for a duration.</summary>
    public Decimal38? Number { get; }

    private long Microseconds { get; }

    private int Months { get; }

    /// <summary>Whether it leads forward.</summary>
    public bool IsPositive => Number is { } number ? number > Decimal38.FromInt64(0) : Microseconds > 0 || Months > 0;

    /// <summary>The step that <paramref name="text"/> writes, or null.</summary>
    public static CursorStep? Parse(string text)
    {
        var match = Duration().Match(text.Trim());
        if (!match.Success)
            return Decimal38.TryParse(System.Text.Encoding.UTF8.GetBytes(text.Trim()), out var number) ? new(number, 0, 0) : null;
        var amount = int.Parse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "s" => new(null, amount * MicrosecondsPerSecond, 0),
            "m" => new(null, amount * 60 * MicrosecondsPerSecond, 0),
            "h" => new(null, amount * 3_600 * MicrosecondsPerSecond, 0),
            "d" => new(null, amount * 86_400 * MicrosecondsPerSecond, 0),
            "w" => new(null, amount * 7 * 86_400 * MicrosecondsPerSecond, 0),
            _ => new(null, 0, amount),
        };
    }

    /// <summary>Whether values of that type can be this far from each other: numbers by numbers, times by durations, dates by whole days.</summary>
    public bool Fits(DataType type) => type switch
    {
        DataType.Int64 => Number is { } whole && whole.TryToInt64(out _),
        DataType.Decimal => Number is not null,
        DataType.Date => Number is null && Microseconds % (86_400 * MicrosecondsPerSecond) == 0,
        DataType.Timestamp or DataType.LocalTimestamp => Number is null,
        _ => false,
    };

    /// <summary>The value that many steps after <paramref name="value"/>, before it when negative; null where no such value can be written.</summary>
    public CursorValue? From(CursorValue value, int times)
    {
        try
        {
            if (Number is { } number)
                return CursorValue.Of(value.Type, value.Number + (number * Decimal38.FromInt64(times)));
            var perUnit = value.Type == DataType.Date ? 86_400 * MicrosecondsPerSecond : 1;
            var start = DateTime.UnixEpoch.AddTicks(checked(value.Moment * perUnit * TimeSpan.TicksPerMicrosecond));
            var end = start.AddMonths(checked(Months * times)).AddTicks(checked(Microseconds * TimeSpan.TicksPerMicrosecond * times));
            return CursorValue.Of(value.Type, (end - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond / perUnit);
        }
        catch (Exception outOfRange) when (outOfRange is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(?<amount>[0-9]{1,6})\s*(?<unit>s|m|h|d|w|mo)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Duration();
}
