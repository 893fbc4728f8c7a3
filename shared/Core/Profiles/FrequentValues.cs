namespace DataAggregator.Core.Profiles;

/// <summary>
/// The values that occur most, in bounded room (J. Misra, D. Gries, "Finding repeated elements", 1982; merged as in P. K. Agarwal et al., "Mergeable summaries", 2012).
/// A count is at most <see cref="Error"/> too low, and <see cref="Error"/> is at most the number of values by <paramref name="capacity"/> + 1; it is 0, and the counts
/// exact, where there were no more different values than fit. Values are told apart by their hash; of long ones only the beginning is kept.
/// </summary>
/// <param name="capacity">The most values to keep.</param>
internal sealed class FrequentValues(int capacity)
{
    private const int MaxBytes = 64;

    private readonly Dictionary<ulong, int> places = new(capacity);
    private readonly ulong[] hashes = new ulong[capacity];
    private readonly long[] counts = new long[capacity];
    private readonly int[] lengths = new int[capacity];
    private readonly byte[] bytes = new byte[capacity * MaxBytes];

    /// <summary>How much too low counts may be.</summary>
    public long Error { get; private set; }

    /// <summary>The number of values that are kept.</summary>
    public int Count => places.Count;

    /// <summary>The values that are kept, the most frequent first: the bytes, whether more followed, and how often the value occurred at least.</summary>
    public IEnumerable<(byte[] Value, bool Cut, long Count)> Ordered => Enumerable.Range(0, places.Count)
        .Select(place => (Value: ValueAt(place).ToArray(), Cut: lengths[place] > MaxBytes, Count: counts[place]))
        .OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Value, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));

    /// <summary>Counts a value that is kept; false for another, which <see cref="Add"/> takes.</summary>
    public bool TryCount(ulong hash)
    {
        if (!places.TryGetValue(hash, out var place))
            return false;
        counts[place]++;
        return true;
    }

    /// <summary>Counts a value that is not kept yet.</summary>
    public void Add(ulong hash, ReadOnlySpan<byte> value)
    {
        if (places.Count < capacity)
            Keep(hash, value, value.Length, 1);
        else
            Lower(1);
    }

    public void Merge(FrequentValues other)
    {
        var all = new Dictionary<ulong, (byte[] Value, int Length, long Count)>();
        foreach (var part in new[] { this, other })
        {
            for (var place = 0; place < part.places.Count; place++)
            {
                var known = all.GetValueOrDefault(part.hashes[place]);
                all[part.hashes[place]] = (known.Value ?? part.ValueAt(place).ToArray(), part.lengths[place], known.Count + part.counts[place]);
            }
        }

        var ordered = all.OrderByDescending(entry => entry.Value.Count).ThenBy(entry => entry.Key).ToList();
        var surplus = ordered.Count > capacity ? ordered[capacity].Value.Count : 0;
        Error += other.Error + surplus;
        places.Clear();
        foreach (var (hash, (value, length, count)) in ordered.TakeWhile(entry => entry.Value.Count > surplus))
            Keep(hash, value, length, count - surplus);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Error);
        writer.Write7BitEncodedInt(places.Count);
        for (var place = 0; place < places.Count; place++)
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

    private ReadOnlySpan<byte> ValueAt(int place) => bytes.AsSpan(place * MaxBytes, Math.Min(lengths[place], MaxBytes));

    private void Keep(ulong hash, ReadOnlySpan<byte> value, int length, long count)
    {
        var place = places.Count;
        places.Add(hash, place);
        (hashes[place], counts[place], lengths[place]) = (hash, count, length);
        value[..Math.Min(value.Length, MaxBytes)].CopyTo(bytes.AsSpan(place * MaxBytes));
    }

    /// <summary>Lowers every count; what falls to nothing goes. Each lowering takes as much as many additions gave, so it costs next to nothing a value.</summary>
    private void Lower(long by)
    {
        Error += by;
        for (var place = places.Count - 1; place >= 0; place--)
        {
            counts[place] -= by;
            if (counts[place] > 0)
                continue;
            var last = places.Count - 1;
            places.Remove(hashes[place]);
            if (place == last)
                continue;
            (hashes[place], counts[place], lengths[place]) = (hashes[last], counts[last], lengths[last]);
            bytes.AsSpan(last * MaxBytes, MaxBytes).CopyTo(bytes.AsSpan(place * MaxBytes));
            places[hashes[place]] = place;
        }
    }
}
