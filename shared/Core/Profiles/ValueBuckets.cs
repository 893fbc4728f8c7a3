using System.Runtime.InteropServices;

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

    private Dictionary<long, long> counts = new(Most + 1);
    private int shift = shift;

    /// <summary>Buckets of numbers: narrow ones near zero, wide ones far from it.</summary>
    public static ValueBuckets OfNumbers() => new(DoubleShift);

    /// <summary>Buckets of instants, dates or times: of one width.</summary>
    public static ValueBuckets OfTimes() => new(0);

    /// <summary>The keys that buckets begin and end before, ascending, with their counts.</summary>
    public IEnumerable<(long From, long To, long Count)> Ordered =>
        counts.OrderBy(entry => entry.Key).Select(entry => (entry.Key << shift, (entry.Key << shift) + ((1L << shift) - 1), entry.Value));

    /// <summary>The key of a number; a greater number has a greater one.</summary>
    public static long KeyOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value);
        return bits < 0 ? long.MinValue - bits : bits;
    }

    /// <summary>The number of a key.</summary>
    public static double NumberOf(long key) => BitConverter.Int64BitsToDouble(key < 0 ? long.MinValue - key : key);

    public void Add(long key)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key >> shift, out _)++;
        if (counts.Count > Most)
            Coarsen(shift + 1);
    }

    public void Merge(ValueBuckets other)
    {
        Coarsen(Math.Max(shift, other.shift));
        foreach (var (key, count) in other.counts)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, key >> (shift - other.shift), out _) += count;
        while (counts.Count > Most)
            Coarsen(shift + 1);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)shift);
        writer.Write7BitEncodedInt(counts.Count);
        foreach (var (key, count) in counts.OrderBy(entry => entry.Key))
        {
            writer.Write7BitEncodedInt64(key);
            writer.Write7BitEncodedInt64(count);
        }
    }

    public static ValueBuckets Read(BinaryReader reader)
    {
        var buckets = new ValueBuckets(reader.ReadByte());
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            buckets.counts[reader.Read7BitEncodedInt64()] = reader.Read7BitEncodedInt64();
        return buckets;
    }

    private void Coarsen(int wanted)
    {
        while (shift < wanted || counts.Count > Most)
        {
            var wider = new Dictionary<long, long>(Most + 1);
            foreach (var (key, count) in counts)
                CollectionsMarshal.GetValueRefOrAddDefault(wider, key >> 1, out _) += count;
            (counts, shift) = (wider, shift + 1);
        }
    }
}
