using DataAggregator.Transformations.Engine.Exchanges;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>One encoded value a group, replaced in place where it fits.</summary>
internal sealed class ValueSlots
{
    private byte[] bytes = [];
    private int end;
    private Slot[] slots = [];

    /// <summary>Bytes of memory that the values take.</summary>
    public long SizeInBytes => bytes.Length + (slots.Length * 12L);

    /// <summary>The value of a group; empty when it has none.</summary>
    public ReadOnlySpan<byte> this[int group] => bytes.AsSpan(slots[group].Start, slots[group].Length);

    /// <summary>Makes room for that many groups.</summary>
    public void Reserve(int groups) => Array.Resize(ref slots, groups);

    /// <summary>Sets the value of a group.</summary>
    public void Set(int group, ReadOnlySpan<byte> value)
    {
        ref var slot = ref slots[group];
        if (value.Length > slot.Room)
        {
            // Twice what is needed, so that values that get longer again and again leave little behind.
            var room = slot.Room == 0 ? value.Length : value.Length * 2;
            if (room > bytes.Length - end)
                Array.Resize(ref bytes, Growth.Of(bytes.Length, end + Math.Max(room, 256L)));
            (slot.Start, slot.Room) = (end, room);
            end += room;
        }

        value.CopyTo(bytes.AsSpan(slot.Start));
        slot.Length = value.Length;
    }

    /// <summary>Forgets all values, and keeps the memory for others.</summary>
    public void Clear()
    {
        Array.Clear(slots);
        end = 0;
    }

    private struct Slot
    {
        public int Start;
        public int Length;
        public int Room;
    }
}
