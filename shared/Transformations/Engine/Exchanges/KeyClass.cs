using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>The first byte of an encoded value: what it is. Values of different kinds are ordered by it.</summary>
internal static class KeyClass
{
    public const byte NullFirst = 0x00;
    public const byte End = 0x01;
    public const byte False = 0x10;
    public const byte True = 0x11;
    public const byte NegativeInfinity = 0x20;
    public const byte Negative = 0x21;
    public const byte Zero = 0x22;
    public const byte Positive = 0x23;
    public const byte PositiveInfinity = 0x24;
    public const byte NotANumber = 0x25;
    public const byte Text = 0x30;
    public const byte Binary = 0x38;
    public const byte Array = 0x50;
    public const byte Object = 0x51;
    public const byte RawStructure = 0x52;
    public const byte NullLast = 0xFE;

    private const byte Moment = 0x40;

    /// <summary>The class of a date, time or timestamp.</summary>
    public static byte OfMoment(DataType type) => (byte)(Moment + (int)type);

    /// <summary>The type of the moments of a class, or null when it is none of theirs.</summary>
    public static DataType? MomentOf(byte keyClass) =>
        (DataType)(keyClass - Moment) is var type && type is DataType.Date or DataType.Time or DataType.Timestamp or DataType.LocalTimestamp ? type : null;
}
