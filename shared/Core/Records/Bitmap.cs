namespace DataAggregator.Core.Records;

/// <summary>One bit a row. A column has one only where a bit of it is set.</summary>
public sealed class Bitmap
{
    private readonly ulong[] words;

    /// <summary>A bitmap of <paramref name="length"/> clear bits.</summary>
    public Bitmap(int length)
    {
        Length = length;
        words = new ulong[(length + 63) >> 6];
    }

    /// <summary>A bitmap over words already filled, least significant bit first.</summary>
    public Bitmap(ulong[] words, int length)
    {
        this.words = words;
        Length = length;
    }

    /// <summary>The number of bits.</summary>
    public int Length { get; }

    /// <summary>The bits, 64 a word, least significant first.</summary>
    public ReadOnlySpan<ulong> Words => words.AsSpan(0, (Length + 63) >> 6);

    /// <summary>Whether the bit of that row is set.</summary>
    public bool this[int row] => (words[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>Sets the bit of that row.</summary>
    public void Set(int row) => words[row >> 6] |= 1UL << (row & 63);

    /// <summary>The number of bits that are set.</summary>
    public int CountSet()
    {
        var count = 0;
        foreach (var word in Words)
            count += System.Numerics.BitOperations.PopCount(word);
        return count;
    }

    /// <summary>The bits of <paramref name="rows"/> in that order, or null when none is set.</summary>
    public static Bitmap? Take(Bitmap? bits, ReadOnlySpan<int> rows)
    {
        if (bits is null)
            return null;
        Bitmap? taken = null;
        for (var i = 0; i < rows.Length; i++)
        {
            if (bits[rows[i]])
                (taken ??= new Bitmap(rows.Length)).Set(i);
        }

        return taken;
    }
}
