using System.Runtime.CompilerServices;
using System.Text;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>The lengths of texts in characters, of binary values in bytes.</summary>
internal sealed class TextTotals
{
    public long Count { get; private set; }

    public int Shortest { get; private set; } = int.MaxValue;

    public int Longest { get; private set; }

    public long Characters { get; private set; }

    // Compiled at full optimisation at once: a run may be over before the runtime would get to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(BytesColumn column, ProfiledRows rows)
    {
        var offsets = column.Offsets;
        var (oneByteEach, allPresent) = (column.Type == DataType.Binary || Ascii.IsValid(column.Data), column.AllPresent);
        var (count, shortest, longest, characters) = (0L, Shortest, Longest, 0L);
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            if (!allPresent && !column.IsPresent(row))
                continue;
            var length = oneByteEach ? offsets[row + 1] - offsets[row] : Encoding.UTF8.GetCharCount(column[row]);
            count++;
            characters += length;
            shortest = Math.Min(shortest, length);
            longest = Math.Max(longest, length);
        }

        (Count, Shortest, Longest, Characters) = (Count + count, shortest, longest, Characters + characters);
    }

    public void Merge(TextTotals other)
    {
        Count += other.Count;
        Shortest = Math.Min(Shortest, other.Shortest);
        Longest = Math.Max(Longest, other.Longest);
        Characters += other.Characters;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(Shortest);
        writer.Write(Longest);
        writer.Write(Characters);
    }

    public static TextTotals Read(BinaryReader reader) =>
        new() { Count = reader.ReadInt64(), Shortest = reader.ReadInt32(), Longest = reader.ReadInt32(), Characters = reader.ReadInt64() };
}
