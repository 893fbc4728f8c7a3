using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DataAggregator.Formats.Csv;

/// <summary>Finds the bytes that structure CSV, 64 at a time: one bit of the mask a byte.</summary>
internal readonly struct CsvMasks
{
    /// <summary>Bytes that one mask covers; buffers are readable that far beyond their end.</summary>
    public const int Width = 64;

    private readonly Vector256<byte> delimiter;
    private readonly Vector256<byte> quote;
    private readonly Vector256<byte> escape;
    private readonly Vector256<byte> lineFeed = Vector256.Create((byte)'\n');
    private readonly Vector256<byte> carriageReturn = Vector256.Create((byte)'\r');

    /// <summary>Masks for a dialect.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="withDelimiter">Whether delimiters are wanted; finding records alone does without.</param>
    public CsvMasks(CsvDialect dialect, bool withDelimiter)
    {
        // What is not there is looked for as a line feed, which is in the mask anyway.
        delimiter = Vector256.Create(withDelimiter ? dialect.Delimiter : (byte)'\n');
        quote = Vector256.Create(dialect.Quote ?? (byte)'\n');
        escape = Vector256.Create(dialect.Escape ?? (byte)'\n');
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(ref byte first) => Half(ref first) | ((ulong)Half(ref Unsafe.Add(ref first, 32)) << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Half(ref byte first)
    {
        var bytes = Vector256.LoadUnsafe(ref first);
        var found = Vector256.Equals(bytes, delimiter) | Vector256.Equals(bytes, quote) | Vector256.Equals(bytes, escape)
            | Vector256.Equals(bytes, lineFeed) | Vector256.Equals(bytes, carriageReturn);
        return found.ExtractMostSignificantBits();
    }
}
