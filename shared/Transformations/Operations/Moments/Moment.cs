using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>A date, time, timestamp or local timestamp.</summary>
/// <param name="Type">Which of them.</param>
/// <param name="Value">As a column of that type keeps it.</param>
internal readonly record struct Moment(DataType Type, long Value)
{
    /// <summary>Whether columns of the type hold moments.</summary>
    public static bool Is(DataType type) => type is DataType.Date or DataType.Time or DataType.Timestamp or DataType.LocalTimestamp;

    /// <summary>The microseconds since 1970 that it is or, for a date, begins at; for a time those since midnight.</summary>
    public long Microseconds => Type == DataType.Date ? Value * Civil.Day : Value;

    /// <summary>Whether it lies in the years 1 to 9999; a time in a day.</summary>
    public bool IsInRange => Type switch
    {
        DataType.Date => Civil.IsDay(Value),
        DataType.Time => Value is >= 0 and < Civil.Day,
        _ => Civil.IsMicrosecond(Value),
    };

    /// <summary>Reads a value that is a moment, or text of one in ISO 8601.</summary>
    public static bool TryRead(in Value value, out Moment moment)
    {
        moment = value.Kind == ValueKind.Moment ? new Moment(value.Type, value.Long) : default;
        return value.Kind == ValueKind.Moment || (value.Kind == ValueKind.Text && IsoText.TryParse(value.Bytes, out moment));
    }

    /// <summary>The moment as another type; false where that would have to invent something, such as the date of a time.</summary>
    public bool TryAs(DataType type, out Moment moment)
    {
        moment = this;
        if (type == Type)
            return true;
        if (Type == DataType.Time)
            return false;
        moment = type switch
        {
            DataType.Date => new Moment(type, Civil.DayOf(Microseconds)),
            DataType.Time => new Moment(type, Microseconds - (Civil.DayOf(Microseconds) * Civil.Day)),
            _ => new Moment(type, Microseconds),
        };
        return Type != DataType.Date || type != DataType.Time;
    }
}
