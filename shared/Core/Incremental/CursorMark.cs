using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Incremental;

/// <summary>
/// How far records have been read: the greatest value of the cursor field, and the records that had exactly this value, by a digest of their
/// key (of their whole content where the source knows no key). The next run reads from this value on, that value included, and leaves out
/// what is known: records that come later with an equal value are neither lost nor repeated, in whatever order they were committed. Two
/// records of one value without a key and with equal content are one.
/// </summary>
/// <param name="Type">The type of the cursor field.</param>
/// <param name="Value">The value, as <see cref="CursorValue.ToString"/> writes it.</param>
/// <param name="Keys">The digests, 16 bytes each.</param>
/// <param name="TooMany">Whether there were more than <see cref="MaxKeys"/>: then the next run reads behind the value, and later records of an equal one are lost; a run says so.</param>
public sealed record CursorMark(DataType Type, string Value, byte[] Keys, bool TooMany = false)
{
    /// <summary>The most records of one value that are remembered.</summary>
    public const int MaxKeys = 50_000;

    /// <summary>The value to compare by.</summary>
    [JsonIgnore]
    public CursorValue Cursor => CursorValue.Parse(Type, Value) ?? throw new InvalidDataException($"The cursor '{Value}' is no {Type}.");

    /// <summary>The digests as numbers.</summary>
    [JsonIgnore]
    public ReadOnlySpan<UInt128> Digests => MemoryMarshal.Cast<byte, UInt128>(Keys);

    /// <summary>This mark for a field of another type: text that writes a value of it is one. Null when it does not.</summary>
    public CursorMark? As(DataType type)
    {
        if (CursorValue.AreComparable(Type, type))
            return this;
        return Type == DataType.String && CursorValue.Parse(type, Value) is { } value ? this with { Type = type, Value = value.ToString() } : null;
    }

    /// <summary>A mark of these records.</summary>
    public static CursorMark Of(CursorValue value, IReadOnlyCollection<UInt128> keys) => keys.Count > MaxKeys
        ? new(value.Type, value.ToString(), [], TooMany: true)
        : new(value.Type, value.ToString(), MemoryMarshal.AsBytes<UInt128>([.. keys.Order()]).ToArray());

    /// <summary>The farther of two marks; of equal ones, both their records.</summary>
    public static CursorMark? Join(CursorMark? one, CursorMark? other)
    {
        if (one is null || other is null)
            return one ?? other;
        var order = one.Cursor.CompareWith(other.Cursor);
        if (order != 0)
            return order > 0 ? one : other;
        if (one.TooMany || other.TooMany)
            return one with { Keys = [], TooMany = true };
        var keys = new HashSet<UInt128>();
        foreach (var key in one.Digests)
            keys.Add(key);
        foreach (var key in other.Digests)
            keys.Add(key);
        return Of(one.Cursor, keys);
    }
}
