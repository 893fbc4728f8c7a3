namespace DataAggregator.Core.Profiles;

/// <summary>
/// How often values fall into buckets, of which there are 512 at most: a bucket is what ordered 64-bit keys have in common above their lowest bits. When there are too
/// many, one more bit is dropped. So the buckets depend on the values alone, not on their order or on the parts they came in.
/// </summary>
/// <param name="shift">Bits that are dropped from the beginning.</param>
internal sealed class ValueBuckets(int shift)
{
    private const int Most = 512;

    // 1/1024 of a power of two: finer than anyone looks at a histogram.
    private const int DoubleShift = 42;

    // Ascending.
    private long[] keys = new long[16];
    private long[] counts = new long[16];
    private int used;
    private int shift = shift;

    /// <summary>Buckets of numbers: narrow ones near zero, wide ones far from it.</summary>
    public static ValueBuckets OfNumbers() => new(DoubleShift);

    /// <summary>Buckets of instants, dates or times: of one width.</summary>
    public static ValueBuckets OfTimes() => new(0);

    /// <summary>The buckets, ascending.</summary>
    public IReadOnlyList<ValueBucket> Ordered
    {
        get
        {
            var buckets = new List<ValueBucket>(used);
            for (var place = 0; place < used; place++)
                buckets.Add(new ValueBucket(keys[place] << shift, (keys[place] << shift) + ((1L << shift) - 1), counts[place]));
            return buckets;
        }
    }

    /// <summary>The key of a number; a greater number has a greater one.</summary>
    public static long KeyOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value);
        return bits < 0 ? long.MinValue - bits : bits;
    }

    /// <summary>The number of a key.</summary>
    public static double NumberOf(long key) => BitConverter.Int64BitsToDouble(key < 0 ? long.MinValue - key : key);

    public void Add(long key) => Count(key >> shift, 1);

    public void Merge(ValueBuckets other)
    {
        while (shift < other.shift)
            Coarsen();
        for (var place = 0; place < other.used; place++)
            Count(other.keys[place] << other.shift >> shift, other.counts[place]);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)shift);
        writer.Write7BitEncodedInt(used);
        for (var place = 0; place < used; place++)
        {
            writer.Write7BitEncodedInt64(keys[place]);
            writer.Write7BitEncodedInt64(counts[place]);
        }
    }

    public static ValueBuckets Read(BinaryReader reader)
    {
        var buckets = new ValueBuckets(reader.ReadByte());
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            buckets.Count(reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        return buckets;
    }

    private void Count(long key, long count)
    {
        var place = PlaceOf(key);
        if (place == used || keys[place] != key)
            Insert(place, key);
        counts[place] += count;
        while (used > Most)
            Coarsen();
    }

    /// <summary>The place of the first bucket that is not before a key.</summary>
    private int PlaceOf(long key)
    {
        var (from, to) = (0, used);
        while (from < to)
        {
            var middle = (from + to) >> 1;
            if (keys[middle] < key)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }

    private void Insert(int place, long key)
    {
        if (used == keys.Length)
        {
            Array.Resize(ref keys, Math.Min(used * 2, Most + 1));
            Array.Resize(ref counts, keys.Length);
        }

        keys.AsSpan(place, used - place).CopyTo(keys.AsSpan(place + 1));
        counts.AsSpan(place, used - place).CopyTo(counts.AsSpan(place + 1));
        (keys[place], counts[place]) = (key, 0);
        used++;
    }

    private void Coarsen()
    {
        var kept = 0;
        for (var place = 0; place < used; place++)
        {
            var key = keys[place] >> 1;
            if (kept > 0 && keys[kept - 1] == key)
                counts[kept - 1] += counts[place];
            else
                (keys[kept++], counts[kept - 1]) = (key, counts[place]);
        }

        (used, shift) = (kept, shift + 1);
    }
}
