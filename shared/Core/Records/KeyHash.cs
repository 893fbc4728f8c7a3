using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataAggregator.Core.Records;

/// <summary>A 64-bit hash of an encoded key, the same in every process: 16 bytes a multiplication, folded.</summary>
public static class KeyHash
{
    private const ulong First = 0xA0761D6478BD642F;
    private const ulong Second = 0xE7037ED1A0B428DB;
    private const ulong Third = 0x8EBC6AF09C88C6E3;

    /// <summary>The hash; another seed gives another.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, ulong seed = 0)
    {
        ref var start = ref MemoryMarshal.GetReference(key);
        var hash = Third ^ seed ^ (ulong)key.Length;
        var at = 0;
        for (; at + 16 < key.Length; at += 16)
            hash = Mix(Read(ref start, at) ^ Second, Read(ref start, at + 8) ^ hash);

        // What is left is at most 16 bytes; words may overlap what was read before.
        if (key.Length >= 16)
            return Mix(hash ^ Second, Mix(Read(ref start, key.Length - 16) ^ First, Read(ref start, key.Length - 8) ^ hash));
        if (key.Length >= 8)
            return Mix(hash ^ Second, Mix(Read(ref start, 0) ^ First, Read(ref start, key.Length - 8) ^ hash));
        var word = 0UL;
        foreach (var value in key)
            word = (word << 8) | value;
        return Mix(hash ^ Second, Mix(word ^ First, hash));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong Read(ref byte start, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));
}
