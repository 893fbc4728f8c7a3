using System.Buffers.Binary;
using System.Globalization;
using DataAggregator.Core.Records;

namespace DataAggregator.Connectors.PostgreSql.Copy;

/// <summary>Reads dates and timestamps of the years 1 to 9999; infinity and what lies beyond are refused.</summary>
internal sealed class MomentValueReader(FixedBuilder<long> builder) : ValueReader
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const long FirstDay = -719_162;
    private const long EndDay = 2_932_897;
    private readonly bool isDate = builder.Type == DataType.Date;
    private long value;

    public override bool TryRead(ReadOnlySpan<byte> field)
    {
        if (isDate)
        {
            value = (long)BinaryPrimitives.ReadInt32BigEndian(field) + ValueWriters.EpochDays;
            return value is >= FirstDay and < EndDay;
        }

        var since2000 = BinaryPrimitives.ReadInt64BigEndian(field);
        // The range check comes first: infinity is the greatest integer, to which nothing can be added.
        if (since2000 is < (FirstDay * MicrosecondsPerDay) - ValueWriters.EpochMicroseconds or >= (EndDay * MicrosecondsPerDay) - ValueWriters.EpochMicroseconds)
            return false;
        value = since2000 + ValueWriters.EpochMicroseconds;
        return true;
    }

    public override void Append(ReadOnlySpan<byte> field) => builder.Append(value);

    public override (string Code, string Message, string Text) Refuse(ReadOnlySpan<byte> field)
    {
        var text = isDate
            ? BinaryPrimitives.ReadInt32BigEndian(field) switch
            {
                int.MaxValue => "infinity",
                int.MinValue => "-infinity",
                var days => string.Create(CultureInfo.InvariantCulture, $"{days} days from 2000-01-01"),
            }
            : BinaryPrimitives.ReadInt64BigEndian(field) switch
            {
                long.MaxValue => "infinity",
                long.MinValue => "-infinity",
                var microseconds => string.Create(CultureInfo.InvariantCulture, $"{microseconds} microseconds from 2000-01-01"),
            };
        return ("date_out_of_range", "The date is infinite or outside the years 1 to 9999.", text);
    }
}
