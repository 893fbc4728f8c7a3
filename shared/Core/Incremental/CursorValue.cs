using System.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Incremental;

/// <summary>A value of a cursor field: numbers, dates and times compare as what they are, text by its UTF-8 bytes.</summary>
public sealed class CursorValue
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private CursorValue(DataType type, Decimal38 number = default, long moment = 0, byte[]? text = null)
    {
        Type = type;
        Number = number;
        Moment = moment;
        Text = text ?? [];
    }

    /// <summary>The type of the field.</summary>
    public DataType Type { get; }

    /// <summary>The value of an int64 or decimal.</summary>
    public Decimal38 Number { get; }

    /// <summary>The value of a date, timestamp or local timestamp, as its column holds it.</summary>
    public long Moment { get; }

    /// <summary>The UTF-8 bytes of a string.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => IsNumeric(Type);

    /// <summary>Whether a field of that type can be a cursor.</summary>
    public static bool CanBe(DataType type) => IsNumeric(type) || type is DataType.String or DataType.Date or DataType.Timestamp or DataType.LocalTimestamp;

    /// <summary>Whether values of both types can be compared.</summary>
    public static bool AreComparable(DataType one, DataType other) => one == other || (IsNumeric(one) && IsNumeric(other));

    /// <summary>A number.</summary>
    public static CursorValue Of(DataType type, Decimal38 number) => new(type, number);

    /// <summary>A date, timestamp or local timestamp.</summary>
    public static CursorValue Of(DataType type, long moment) => new(type, moment: moment);

    /// <summary>A text.</summary>
    public static CursorValue Of(ReadOnlySpan<byte> text) => new(DataType.String, text: text.ToArray());

    /// <summary>The value that <paramref name="text"/> writes, null when it writes none of that type. A date stands for the time at which it begins; a time without a zone is UTC.</summary>
    public static CursorValue? Parse(DataType type, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (type == DataType.String)
            return new(type, text: utf8);
        if (IsNumeric(type))
            return Decimal38.TryParse(utf8, out var number) ? new(type, number) : null;
        if (!CanBe(type))
            return null;
        if (Iso8601.TryParse(type, utf8, out var moment) || (type == DataType.Timestamp && Iso8601.TryParse(DataType.LocalTimestamp, utf8, out moment) && utf8.Length > 10))
            return new(type, moment: moment);
        return type != DataType.Date && Iso8601.TryParse(DataType.Date, utf8, out var day) ? new(type, moment: day * MicrosecondsPerDay) : null;
    }

    /// <summary>The greater of both.</summary>
    public static CursorValue Max(CursorValue one, CursorValue other) => one.CompareWith(other) >= 0 ? one : other;

    /// <summary>The order of this value and another of a comparable type: negative when this one is less.</summary>
    public int CompareWith(CursorValue other)
    {
        if (!AreComparable(Type, other.Type))
            throw new InvalidOperationException($"A cursor of the type {Type} cannot be compared with one of {other.Type}.");
        if (IsNumber)
            return Number.CompareTo(other.Number);
        return Type == DataType.String ? Text.Span.SequenceCompareTo(other.Text.Span) : Moment.CompareTo(other.Moment);
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        if (IsNumber)
            return Number.ToString();
        if (Type == DataType.String)
            return Encoding.UTF8.GetString(Text.Span);
        Span<byte> utf8 = stackalloc byte[40];
        return Encoding.ASCII.GetString(utf8[..Iso8601.Format(Type, Moment, utf8)]);
    }

    private static bool IsNumeric(DataType type) => type is DataType.Int64 or DataType.Decimal;
}
