namespace DataAggregator.Core.Profiles;

/// <summary>
/// The values that occur most, in bounded room (J. Misra, D. Gries, "Finding repeated elements", 1982; merged as in P. K. Agarwal et al., "Mergeable summaries", 2012).
/// A count is at most <see cref="Error"/> too low, and <see cref="Error"/> is at most the number of values by <paramref name="capacity"/> + 1; it is 0, and the counts
/// exact, where there were no more different values than fit. Values are told apart by their hash; of long ones only the beginning is kept.
/// </summary>
/// <param name="capacity">The most values to keep: so few that looking through their hashes beats a table of them.</param>
internal sealed class FrequentValues(int capacity)
{
    private const int MaxBytes = 64;

    private readonly ulong[] hashes = new ulong[capacity];
    private readonly long[] counts = new long[capacity];
    private readonly int[] lengths = new int[capacity];
    private readonly byte[] bytes = new byte[capacity * MaxBytes];

    /// <summary>How much too low counts may be.</summary>
    public long Error { get; private set; }

    /// <summary>The number of values that are kept.</summary>
    public int Count { get; private set; }

    /// <summary>The values that are kept, the most frequent first.</summary>
    public IReadOnlyList<FrequentValue> Ordered
    {
        get
        {
            var values = new List<FrequentValue>(Count);
            for (var place = 0; place < Count; place++)
                values.Add(new FrequentValue(ValueAt(place).ToArray(), lengths[place] > MaxBytes, counts[place]));
            values.Sort((left, right) => right.Count != left.Count ? right.Count.CompareTo(left.Count) : left.Value.AsSpan().SequenceCompareTo(right.Value));
            return values;
        }
    }

    /// <summary>Counts a value that is kept; false for another, which <see cref="Add"/> takes.</summary>
    public bool TryCount(ulong hash)
    {
        var place = PlaceOf(hash);
        if (place < 0)
            return false;
        counts[place]++;
        return true;
    }

    /// <summary>Counts a value that is not kept yet.</summary>
    public void Add(ulong hash, ReadOnlySpan<byte> value)
    {
        if (Count < capacity)
            Keep(hash, value, value.Length, 1);
        else
            Lower(1);
    }

    public void Merge(FrequentValues other)
    {
        Error += other.Error;
        var added = new List<int>();
        for (var place = 0; place < other.Count; place++)
        {
            if (PlaceOf(other.hashes[place]) is >= 0 and var known)
                counts[known] += other.counts[place];
            else
                added.Add(place);
        }

        var surplus = SurplusWith(other, added);
        if (surplus > 0)
            Lower(surplus);
        foreach (var place in added)
        {
            if (other.counts[place] > surplus)
                Keep(other.hashes[place], other.ValueAt(place), other.lengths[place], other.counts[place] - surplus);
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Error);
        writer.Write7BitEncodedInt(Count);
        for (var place = 0; place < Count; place++)
        {
            writer.Write(hashes[place]);
            writer.Write7BitEncodedInt64(counts[place]);
            writer.Write7BitEncodedInt(lengths[place]);
            StateCoding.Write(writer, ValueAt(place));
        }
    }

    public static FrequentValues Read(BinaryReader reader, int capacity)
    {
        var values = new FrequentValues(capacity) { Error = reader.Read7BitEncodedInt64() };
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var (hash, count, length) = (reader.ReadUInt64(), reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt());
            values.Keep(hash, StateCoding.ReadBytes(reader), length, count);
        }

        return values;
    }

    private int PlaceOf(ulong hash) => hashes.AsSpan(0, Count).IndexOf(hash);

    private ReadOnlySpan<byte> ValueAt(int place) => bytes.AsSpan(place * MaxBytes, Math.Min(lengths[place], MaxBytes));

    private void Keep(ulong hash, ReadOnlySpan<byte> value, int length, long count)
    {
        var place = Count++;
        (hashes[place], counts[place], lengths[place]) = (hash, count, length);
        value[..Math.Min(value.Length, MaxBytes)].CopyTo(bytes.AsSpan(place * MaxBytes));
    }

    /// <summary>The count of the most frequent value that no longer fits, once those of another are added; 0 when all fit.</summary>
    private long SurplusWith(FrequentValues other, List<int> added)
    {
        if (Count + added.Count <= capacity)
            return 0;
        var all = new long[Count + added.Count];
        counts.AsSpan(0, Count).CopyTo(all);
        for (var i = 0; i < added.Count; i++)
            all[Count + i] = other.counts[added[i]];
        Array.Sort(all);
        return all[^(capacity + 1)];
    }

    /// <summary>Lowers every count; what falls to nothing goes. Each lowering takes as much as many additions gave, so it costs next to nothing a value.</summary>
    private void Lower(long by)
    {
        Error += by;
        for (var place = Count - 1; place >= 0; place--)
        {
            counts[place] -= by;
            if (counts[place] > 0)
                continue;
            var last = --Count;
            if (place == last)
                continue;
            (hashes[place], counts[place], lengths[place]) = (hashes[last], counts[last], lengths[last]);
            bytes.AsSpan(last * MaxBytes, MaxBytes).CopyTo(bytes.AsSpan(place * MaxBytes));
        }
    }
}
