using System.Buffers;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>A pattern that dates and times are written and read by, without an allocation, the same in every culture.</summary>
internal sealed class TimePattern
{
    private static readonly byte[][] Months = [.. DateTimeFormatInfo.InvariantInfo.MonthNames[..12].Select(Encoding.ASCII.GetBytes)];
    private static readonly byte[][] Weekdays = [.. DateTimeFormatInfo.InvariantInfo.DayNames.Select(Encoding.ASCII.GetBytes)];
    private readonly TimePiece[] pieces;

    private TimePattern(TimePiece[] pieces) => this.pieces = pieces;

    /// <summary>Whether it holds an offset, or counts from 1970: what it reads is an instant.</summary>
    public bool HasOffset => pieces.Any(piece => piece.Field >= TimeField.Offset);

    /// <summary>Whether it counts from 1970.</summary>
    public bool IsCount => pieces.Any(piece => piece.Field >= TimeField.UnixSeconds);

    /// <summary>Whether it holds a part of a date.</summary>
    public bool HasDate => IsCount || pieces.Any(piece => piece.Field is >= TimeField.Year and <= TimeField.ShortWeekday);

    /// <summary>Whether it holds a part of a time.</summary>
    public bool HasTime => IsCount || pieces.Any(piece => piece.Field is >= TimeField.Hour and <= TimeField.Fraction);

    /// <summary>The pattern, or null and a problem.</summary>
    public static TimePattern? Parse(string pattern, string path, Problems problems)
    {
        var before = problems.Count;
        var pieces = TimePatternParser.Parse(pattern, path, problems);
        return problems.Count == before ? new TimePattern([.. pieces]) : null;
    }

    /// <summary>Adds a problem when it holds too little to tell a moment by.</summary>
    public void CheckReadable(string path, Problems problems)
    {
        if (IsCount && pieces.Length > 1)
            problems.Add(path, "counts from 1970, which tells all: take the other fields out.");
        var hasYear = Has(TimeField.Year) || Has(TimeField.ShortYear);
        var hasMonth = Has(TimeField.Month) || Has(TimeField.MonthName) || Has(TimeField.ShortMonthName);
        if (!IsCount && HasDate && !hasYear)
            problems.Add(path, "has no year (yyyy or %Y), without which no date is known.");
        if (Has(TimeField.Day) && !hasMonth)
            problems.Add(path, "has a day but no month (MM or %m).");
        if (Has(TimeField.HalfDayHour) != Has(TimeField.HalfDay))
            problems.Add(path, "must have both the hour to 12 (hh or %I) and AM or PM (tt or %p), or neither.");
        if (!HasDate && !HasTime)
            problems.Add(path, "has no field of a date or time.");
    }

    /// <summary>Writes local microseconds since 1970 that stand so many microseconds before UTC.</summary>
    public void Write(long local, long offset, IBufferWriter<byte> result)
    {
        var day = Civil.DayOf(local);
        var (date, time) = (Civil.ToDate(day), local - (day * Civil.Day));
        foreach (var piece in pieces)
            Write(piece, date, time, local, offset, result);
    }

    /// <summary>Reads a moment as the text has it: local microseconds, and the offset where the text holds one.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out TimeParts parts)
    {
        parts = new TimeParts();
        foreach (var piece in pieces)
        {
            if (!TryRead(piece, ref text, ref parts))
                return false;
        }

        return text.Length == 0 && parts.IsValid;
    }

    private bool Has(TimeField field) => pieces.Any(piece => piece.Field == field);

    private static void Write(TimePiece piece, DateOnly date, long time, long local, long offset, IBufferWriter<byte> result)
    {
        var hour = (int)(time / Civil.Hour);
        switch (piece.Field)
        {
            case TimeField.Literal:
                result.Write(piece.Text);
                break;
            case TimeField.MonthName:
                result.Write(Months[date.Month - 1]);
                break;
            case TimeField.ShortMonthName:
                result.Write(Months[date.Month - 1].AsSpan(0, 3));
                break;
            case TimeField.Weekday:
                result.Write(Weekdays[(int)date.DayOfWeek]);
                break;
            case TimeField.ShortWeekday:
                result.Write(Weekdays[(int)date.DayOfWeek].AsSpan(0, 3));
                break;
            case TimeField.HalfDay:
                result.Write(hour < 12 ? "AM"u8 : "PM"u8);
                break;
            case TimeField.Fraction:
                WriteFraction(time % Civil.Second, piece, result);
                break;
            case TimeField.Offset or TimeField.PlainOffset or TimeField.OffsetOrZ:
                WriteOffset(offset, piece.Field, result);
                break;
            default:
                WriteNumber(NumberOf(piece.Field, date, time, local - offset), piece.Least, result);
                break;
        }
    }

    private static long NumberOf(TimeField field, DateOnly date, long time, long utc) => field switch
    {
        TimeField.Year => date.Year,
        TimeField.ShortYear => date.Year % 100,
        TimeField.Month => date.Month,
        TimeField.Day => date.Day,
        TimeField.DayOfYear => date.DayOfYear,
        TimeField.Hour => time / Civil.Hour,
        TimeField.HalfDayHour => (time / Civil.Hour) % 12 is 0 ? 12 : (time / Civil.Hour) % 12,
        TimeField.Minute => time / Civil.Minute % 60,
        TimeField.Second => time / Civil.Second % 60,
        TimeField.UnixSeconds => Civil.Floor(utc, Civil.Second),
        TimeField.UnixMilliseconds => Civil.Floor(utc, 1000),
        _ => utc,
    };

    private static void WriteNumber(long number, int digits, IBufferWriter<byte> result)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(number, result.GetSpan(24), out var written, digits > 0 ? new StandardFormat('D', (byte)digits) : default);
        result.Advance(written);
    }

    private static void WriteFraction(long microseconds, TimePiece piece, IBufferWriter<byte> result)
    {
        Span<byte> digits = stackalloc byte[9];
        digits.Fill((byte)'0');
        System.Buffers.Text.Utf8Formatter.TryFormat(microseconds, digits, out _, new StandardFormat('D', 6));
        var length = piece.Most;
        while (length > piece.Least && digits[length - 1] == '0')
            length--;
        result.Write(digits[..length]);
    }

    private static void WriteOffset(long offset, TimeField field, IBufferWriter<byte> result)
    {
        if (field == TimeField.OffsetOrZ && offset == 0)
        {
            result.Write("Z"u8);
            return;
        }

        result.Write(offset < 0 ? "-"u8 : "+"u8);
        WriteNumber(Math.Abs(offset) / Civil.Hour, 2, result);
        if (field != TimeField.PlainOffset)
            result.Write(":"u8);
        WriteNumber(Math.Abs(offset) / Civil.Minute % 60, 2, result);
    }

    private static bool TryRead(TimePiece piece, ref ReadOnlySpan<byte> text, ref TimeParts parts)
    {
        var number = 0;
        switch (piece.Field)
        {
            case TimeField.Literal:
                if (!text.StartsWith(piece.Text))
                    return false;
                text = text[piece.Text!.Length..];
                return true;
            case TimeField.MonthName or TimeField.ShortMonthName:
                return TryReadName(ref text, Months, piece.Field == TimeField.ShortMonthName, out number) && parts.Set(TimeField.Month, number + 1);
            case TimeField.Weekday or TimeField.ShortWeekday:
                return TryReadName(ref text, Weekdays, piece.Field == TimeField.ShortWeekday, out _);
            case TimeField.HalfDay:
                return TryReadName(ref text, HalfDays, isShort: false, out number) && parts.Set(TimeField.HalfDay, number);
            case TimeField.Fraction:
                return IsoText.TryReadFraction(ref text, piece.Least, piece.Most, out number) && parts.Set(TimeField.Fraction, number);
            case TimeField.Offset or TimeField.PlainOffset or TimeField.OffsetOrZ:
                return IsoText.TryReadOffset(ref text, out var offset) && parts.SetOffset(offset);
            case TimeField.UnixSeconds or TimeField.UnixMilliseconds or TimeField.UnixMicroseconds:
                return Decimal38.TryParse(text, out var count) && parts.SetCount(piece.Field, count) && (text = default).IsEmpty;
            default:
                return IsoText.TryReadNumber(ref text, piece.Least, piece.Most, out number) && parts.Set(piece.Field, number);
        }
    }

    private static readonly byte[][] HalfDays = ["AM"u8.ToArray(), "PM"u8.ToArray()];

    private static bool TryReadName(ref ReadOnlySpan<byte> text, byte[][] names, bool isShort, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            var name = isShort ? names[index].AsSpan(0, 3) : names[index];
            if (text.Length < name.Length || !Ascii.EqualsIgnoreCase(text[..name.Length], name))
                continue;
            text = text[name.Length..];
            return true;
        }

        return false;
    }
}
