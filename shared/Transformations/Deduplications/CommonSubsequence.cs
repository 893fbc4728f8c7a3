using System.Numerics;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>
/// The longest sequence of characters that one text has in common with each of many others (Hyyrö's bit-parallel algorithm): 64 characters
/// of the one text are compared at a time.
/// </summary>
internal sealed class CommonSubsequence
{
    private const int MostBlocks = TextSimilarity.MostCharacters / 64;
    private const int Ascii = 128;

    // For each character, where the text has it: one bit a place. ASCII stands at its own place, other characters behind it, the last is none.
    private readonly ulong[] places = new ulong[(Ascii + TextSimilarity.MostCharacters + 1) * MostBlocks];
    private readonly Dictionary<char, int> others = [];
    private readonly ulong[] open = new ulong[MostBlocks];
    private int blocks;

    /// <summary>Takes the one text, of at most <see cref="TextSimilarity.MostCharacters"/>.</summary>
    public void Begin(ReadOnlySpan<char> text)
    {
        // The places are laid out anew for each text: those that the one before used are cleared.
        Array.Clear(places, 0, (Ascii + others.Count) * MostBlocks);
        others.Clear();
        blocks = (text.Length + 63) / 64;
        for (var i = 0; i < text.Length; i++)
        {
            var slot = (int)text[i];
            if (slot >= Ascii && !others.TryGetValue(text[i], out slot))
                others.Add(text[i], slot = Ascii + others.Count);
            places[(slot * MostBlocks) + (i / 64)] |= 1UL << i;
        }
    }

    /// <summary>How many characters the text has in common with another, in the same order.</summary>
    public int LengthWith(ReadOnlySpan<char> other) => blocks == 1 ? LengthInOneBlock(other) : LengthInBlocks(other);

    private int LengthInOneBlock(ReadOnlySpan<char> other)
    {
        var left = ulong.MaxValue;
        foreach (var letter in other)
        {
            var found = left & places[SlotOf(letter) * MostBlocks];
            left = (left + found) | (left & ~found);
        }

        return BitOperations.PopCount(~left);
    }

    private int LengthInBlocks(ReadOnlySpan<char> other)
    {
        open.AsSpan(0, blocks).Fill(ulong.MaxValue);
        foreach (var letter in other)
        {
            var (at, carry) = (SlotOf(letter) * MostBlocks, 0UL);
            for (var i = 0; i < blocks; i++)
            {
                var left = open[i];
                var found = left & places[at + i];
                var sum = (UInt128)left + found + carry;
                carry = (ulong)(sum >> 64);
                open[i] = (ulong)sum | (left & ~found);
            }
        }

        var length = 0;
        foreach (var left in open.AsSpan(0, blocks))
            length += BitOperations.PopCount(~left);
        return length;
    }

    private int SlotOf(char letter) => letter < Ascii ? letter : others.GetValueOrDefault(letter, Ascii + TextSimilarity.MostCharacters);
}
