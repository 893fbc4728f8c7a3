using System.Text;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Operations.Moments;

/// <summary>A time zone: an IANA name (<c>Europe/Berlin</c>), a Windows name (<c>W. Europe Standard Time</c>) or an offset (<c>+02:00</c>).</summary>
internal sealed class Zone
{
    private readonly TimeZoneInfo? info;
    private readonly long fixedOffset;

    private Zone(TimeZoneInfo? info, long fixedOffset) => (this.info, this.fixedOffset) = (info, fixedOffset);

    /// <summary>UTC itself.</summary>
    public static Zone Utc { get; } = new(null, 0);

    /// <summary>The zone of that name, or null and a problem; UTC for null.</summary>
    public static Zone? Find(string? name, string path, Problems problems)
    {
        if (name is null or "UTC" or "Z")
            return Utc;
        ReadOnlySpan<byte> offset = Encoding.UTF8.GetBytes(name);
        if (IsoText.TryReadOffset(ref offset, out var microseconds) && offset.IsEmpty)
            return new Zone(null, microseconds);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found))
            return new Zone(found, 0);
        problems.Add(path, $"'{name}' is not a time zone.{Nearest.Hint(name, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id))} Give an IANA name such as Europe/Berlin, a Windows name, or an offset such as +02:00.");
        return null;
    }

    /// <summary>What local time is ahead of UTC by at an instant, in microseconds.</summary>
    public long OffsetAt(long utc)
    {
        if (info is null)
            return fixedOffset;
        var clamped = Math.Clamp(utc, -62_135_596_800_000_000, 253_402_300_799_999_999);
        return info.GetUtcOffset(DateTime.UnixEpoch.AddTicks(clamped * TimeSpan.TicksPerMicrosecond)).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>The beginning, in this zone, of the unit that an instant lies in.</summary>
    public long Truncate(long utc, TimeUnit unit)
    {
        var start = TimeUnits.Truncate(utc + OffsetAt(utc), unit);
        // The hour that clocks repeat belongs to itself: the beginning is the last that is not after the moment.
        TryToUtc(start, GapRule.Shift, OverlapRule.Last, out var last);
        if (last > utc)
            TryToUtc(start, GapRule.Shift, OverlapRule.First, out last);
        return last;
    }

    /// <summary>
    /// Moves an instant on by an amount of a unit; false where that leaves the calendar. Days and more are those of this zone's calendar, so that its clocks show
    /// the same time: one that they leave out is moved on by the gap, and of two the one of the same offset is meant, else the first.
    /// </summary>
    public bool TryAdd(long utc, long amount, TimeUnit unit, out long moved)
    {
        if (!TimeUnits.IsOfCalendar(unit))
            return TimeUnits.TryAdd(utc, amount, unit, out moved);
        var offset = OffsetAt(utc);
        if (!TimeUnits.TryAdd(utc + offset, amount, unit, out moved))
            return false;
        var local = moved;
        moved = local - offset;
        if (OffsetAt(moved) != offset)
            TryToUtc(local, GapRule.Shift, OverlapRule.First, out moved);
        return true;
    }

    /// <summary>The whole units between two instants; days and more are those of this zone's calendar.</summary>
    public long Between(long start, long end, TimeUnit unit) =>
        TimeUnits.IsOfCalendar(unit) ? TimeUnits.Between(start + OffsetAt(start), end + OffsetAt(end), unit) : TimeUnits.Between(start, end, unit);

    /// <summary>The instant of a local time; false where the rules leave none.</summary>
    public bool TryToUtc(long local, GapRule gap, OverlapRule overlap, out long utc)
    {
        // An offset that is valid at some instant of this local time is that of a day earlier or a day later.
        var (before, after) = (OffsetAt(local - Civil.Day), OffsetAt(local + Civil.Day));
        var (first, last) = (local - before, local - after);
        var (firstFits, lastFits) = (OffsetAt(first) == before, OffsetAt(last) == after);
        utc = firstFits ? first : last;
        if (firstFits && lastFits && first != last)
        {
            utc = overlap == OverlapRule.Last ? last : first;
            return overlap != OverlapRule.Reject;
        }

        if (firstFits || lastFits)
            return true;
        utc = first;
        return gap != GapRule.Reject;
    }
}
